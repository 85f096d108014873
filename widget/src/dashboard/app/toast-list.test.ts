import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { textOf } from "../../../test/stage.ts";
import "./toast-list.ts";
import { Toasts } from "./toasts.ts";

let toasts: Toasts;
let list: HTMLElement;
const text = (): string => textOf(list).trim();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  toasts = new Toasts();
  list = Object.assign(document.createElement("docket-toasts"), { toasts });
  document.body.append(list);
});
afterEach(() => {
  vi.useRealTimers();
  list.remove();
});

test("what just happened is read out, and goes away; a problem stays longer", async () => {
  toasts.done("Saved.");
  toasts.problem("Not saved.");
  await vi.waitFor(() => expect(text()).toContain("Saved. Not saved."), 30_000);
  expect(list.shadowRoot?.querySelector("[role=status]")?.textContent).toContain("Saved.");
  vi.advanceTimersByTime(6_000);
  await vi.waitFor(() => expect(text()).toBe("Not saved."), 30_000);
  vi.advanceTimersByTime(6_000);
  await vi.waitFor(() => expect(text()).toBe(""), 30_000);
});

test("the same thing said twice stands there once, and never more than three", async () => {
  for (const said of ["one", "one", "two", "three", "four"]) toasts.done(said);
  await vi.waitFor(() => expect(text()).toBe("two three four"), 30_000);
});

test("one is dismissed by its button", async () => {
  toasts.problem("Not saved.");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await vi.waitFor(() => expect(text()).toBe(""), 30_000);
});
