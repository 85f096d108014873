import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { hasFocus } from "../../../test/stage.ts";
import type { Confirm } from "./confirm.ts";
import "./confirm.ts";

const question = { heading: "Delete it?", text: "It is gone then.", action: "Delete" };

const ask = (): { readonly element: Confirm; readonly answer: Promise<boolean> } => {
  const element = document.createElement("docket-confirm");
  document.body.append(element);
  return { element, answer: element.ask(question) };
};

afterEach(() => document.body.replaceChildren());

test("whoever goes ahead says yes", async () => {
  const { answer } = ask();
  await expect.element(page.getByRole("dialog", { name: "Delete it?" })).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  expect(await answer).toBe(true);
});

test("going back and Escape say no, and the safe button has the keyboard", async () => {
  const { element, answer } = ask();
  await expect.poll(hasFocus(page.getByRole("button", { name: "Go back" }))).toBe(true);
  await page.getByRole("button", { name: "Go back" }).click();
  expect(await answer).toBe(false);
  const again = element.ask(question);
  await expect.element(page.getByRole("dialog")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  expect(await again).toBe(false);
});
