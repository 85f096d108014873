import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { hasFocus } from "../../../test/stage.ts";
import type { Composed, Composer } from "./composer.ts";
import "./composer.ts";

const show = (set: Partial<Composer> = {}) => {
  const composer = Object.assign(document.createElement("docket-composer"), { label: "Write a reply", ...set });
  const sent: Composed[] = [];
  const drafts: string[] = [];
  composer.addEventListener("docket-send", (event) => sent.push((event as CustomEvent<Composed>).detail));
  composer.addEventListener("docket-draft", (event) => drafts.push((event as CustomEvent<string>).detail));
  document.body.append(composer);
  return { composer, sent, drafts };
};

const field = () => page.getByLabelText("Write a reply");
const send = () => page.getByRole("button", { name: "Send" });

afterEach(() => document.body.replaceChildren());

test("the text is sent, and stays until the message has arrived", async () => {
  const { composer, sent, drafts } = show();
  await field().fill("  Hello  ");
  await send().click();
  expect(sent).toEqual([{ body: "Hello", uploads: [] }]);
  expect(drafts.at(-1)).toBe("  Hello  ");
  await expect.element(field()).toHaveValue("  Hello  ");
  composer.clear();
  await expect.element(field()).toHaveValue("");
});

test("Control and Enter send, Enter alone makes a line", async () => {
  const { sent } = show();
  await field().click();
  await userEvent.keyboard("one{Enter}two{Control>}{Enter}{/Control}");
  expect(sent.map(({ body }) => body)).toEqual(["one\ntwo"]);
});

test.each(["   ", "\u200b\u3164"])("nothing is not sent, and it says what is missing: %j", async (nothing) => {
  const { sent } = show();
  await field().fill(nothing);
  await send().click();
  expect(sent).toEqual([]);
  await expect.poll(hasFocus(field())).toBe(true);
  await expect.element(field()).toHaveAccessibleDescription("Write something or attach a file.");
  await expect.element(field()).toHaveAttribute("aria-invalid", "true");
  await field().fill("Hello");
  await expect.element(field()).toHaveAttribute("aria-invalid", "false");
  await expect.element(page.getByText("Write something or attach a file.")).not.toBeVisible();
});

test.each(["", " \u200b "])("a file is sent without words: %j", async (draft) => {
  const { composer, sent } = show({ draft });
  await composer.updateComplete;
  await send().click();
  expect(sent).toEqual([]);
  composer.renderRoot.querySelector("docket-file-field")?.take([new File(["x"], "photo.png")]);
  await expect.element(page.getByText("Write something or attach a file.")).not.toBeVisible();
  await send().click();
  expect(sent.map(({ body, uploads }) => [body, ...uploads.map(({ name }) => name)])).toEqual([["", "photo.png"]]);
});

test("while it is sent nothing can be changed or sent twice", async () => {
  const { sent } = show({ draft: "Hello", busy: true });
  await expect.element(page.getByRole("button", { name: "Sending…" })).toBeDisabled();
  await field().click();
  await userEvent.keyboard("x{Control>}{Enter}{/Control}");
  await expect.element(field()).toHaveValue("Hello");
  expect(sent).toEqual([]);
});

test("a failure is shown and offers to try again", async () => {
  const { composer } = show({ draft: "Hello", problem: "No connection." });
  const again = new Promise((resolve) => composer.addEventListener("docket-again", resolve, { once: true }));
  await expect.element(page.getByRole("alert")).toMatchTextContent("No connection.");
  await page.getByRole("button", { name: "Try again" }).click();
  await again;
});

const withFile = (): DataTransfer => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "photo.png"));
  return data;
};

test("files come by drop and by paste", async () => {
  const { composer, sent } = show({ draft: "Look" });
  await composer.updateComplete;
  const area = composer.renderRoot.querySelector("textarea");
  const events = [
    new DragEvent("drop", { dataTransfer: withFile(), bubbles: true, composed: true, cancelable: true }),
    new ClipboardEvent("paste", { clipboardData: withFile(), bubbles: true, composed: true, cancelable: true }),
  ];
  for (const event of events) expect(area?.dispatchEvent(event)).toBe(false);
  await send().click();
  expect(sent[0]?.uploads.map(({ name }) => name)).toEqual(["photo.png", "photo.png"]);
});

test("text that is dropped or pasted is left to the browser", async () => {
  const { composer } = show();
  await composer.updateComplete;
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "Hello");
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true, cancelable: true });
  expect(composer.renderRoot.querySelector("textarea")?.dispatchEvent(event)).toBe(true);
});
