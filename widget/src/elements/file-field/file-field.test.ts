import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { hasFocus } from "../../../test/stage.ts";
import type { FileField } from "./file-field.ts";
import "./file-field.ts";

const limits = { files: 2, fileBytes: 1000 };
const file = (name: string, size = 10) => new File(["x".repeat(size)], name);

const show = (): FileField => {
  const field = document.createElement("docket-file-field");
  field.limits = limits;
  document.body.append(field);
  return field;
};

const names = (field: FileField) => field.uploads.map(({ name }) => name);

afterEach(() => document.body.replaceChildren());

test("files are picked, listed and removed", async () => {
  const field = show();
  await field.updateComplete;
  const input = field.renderRoot.querySelector("input");
  if (!input) throw new Error("no input");
  await userEvent.upload(input, [file("a.txt"), file("b.txt")]);
  await expect.element(page.getByRole("listitem").first()).toMatchTextContent("a.txt");
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  expect(names(field)).toEqual(["b.txt"]);
  await expect.poll(hasFocus(page.getByRole("button", { name: "Attach files" }))).toBe(true);
});

test("the same file can be picked again after it was removed", async () => {
  const field = show();
  await field.updateComplete;
  const input = field.renderRoot.querySelector("input");
  if (!input) throw new Error("no input");
  await userEvent.upload(input, file("a.txt"));
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  await userEvent.upload(input, file("a.txt"));
  expect(names(field)).toEqual(["a.txt"]);
});

test.each([
  ["too large", [file("big.bin", 1001)], "big.bin is larger than 1 kB.", []],
  ["empty", [file("void.txt", 0)], "void.txt is empty.", []],
  ["too many", [file("a"), file("b"), file("c")], "At most 2 files fit in one message.", ["a", "b"]],
])("a file that is %s is refused in words, and the others stay", async (_, files, text, kept) => {
  const field = show();
  field.take(files);
  await expect.element(page.getByRole("alert")).toMatchTextContent(text);
  expect(names(field)).toEqual(kept);
});
