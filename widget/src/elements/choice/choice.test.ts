import { html, render } from "lit";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import "./choice.ts";

const options = [
  { value: "low", text: "Low" },
  { value: "high", text: "High" },
];
const picked: string[] = [];
const show = (value: string, list = options): unknown =>
  render(
    html`<docket-choice
      label="Priority"
      value=${value}
      .options=${list}
      @docket-choose=${(event: CustomEvent<string>) => picked.push(event.detail)}
    ></docket-choice>`,
    document.body,
  );
const select = page.getByLabelText("Priority");
afterEach(() => {
  render(null, document.body);
  picked.length = 0;
});

test("shows its value, also when the options come later", async () => {
  show("high", []);
  show("high");
  await expect.element(select).toHaveValue("high");
});

test("tells what was picked, and shows the old value until it is given the new one", async () => {
  show("low");
  await select.selectOptions("High");
  expect(picked).toEqual(["high"]);
  await expect.element(select).toHaveValue("low");
  show("high");
  await expect.element(select).toHaveValue("high");
});
