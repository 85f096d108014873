import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import "./notice.ts";

afterEach(() => document.body.replaceChildren());

const show = (attributes: Record<string, string>): HTMLElement => {
  const element = document.createElement("docket-notice");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
};

test("an error is said aloud and offers the next step", async () => {
  const element = show({ kind: "error", text: "No connection.", action: "Try again" });
  const acted = new Promise((resolve) => element.addEventListener("docket-action", resolve, { once: true }));
  await expect.element(page.getByRole("alert")).toMatchTextContent("No connection.");
  await page.getByRole("button", { name: "Try again" }).click();
  await acted;
});

test("loading is a status that names itself", async () => {
  show({ kind: "loading" });
  await expect.element(page.getByRole("status")).toMatchTextContent("Loading…");
});

test("an empty state has a heading and a text, and no button without an action", async () => {
  show({ kind: "empty", heading: "Nothing here", text: "It comes." });
  await expect.element(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
  expect(page.getByRole("button").query()).toBeNull();
});
