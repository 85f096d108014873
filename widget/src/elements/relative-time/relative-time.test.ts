import { afterEach, expect, test, vi } from "vitest";
import "./relative-time.ts";

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

test("the time that passes is shown while it passes, and nothing runs once nobody looks", async () => {
  vi.useFakeTimers({ now: Date.parse("2025-11-21T12:00:00Z") });
  const element = document.createElement("docket-time");
  element.at = "2025-11-21T11:59:00.000Z";
  document.body.append(element);
  await element.updateComplete;
  const time = element.renderRoot.querySelector("time");
  expect(time?.textContent).toBe("1 minute ago");
  expect(time?.dateTime).toBe("2025-11-21T11:59:00.000Z");
  expect(time?.title).toContain("2025");
  vi.advanceTimersByTime(60_000);
  await element.updateComplete;
  expect(time?.textContent).toBe("2 minutes ago");
  element.remove();
  expect(vi.getTimerCount()).toBe(0);
});
