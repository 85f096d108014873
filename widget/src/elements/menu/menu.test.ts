import { html, render } from "lit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { focused } from "../../../test/stage.ts";
import "./menu.ts";

let pressed: string[] = [];
const heard: string[] = [];
const listen = (event: KeyboardEvent): number => heard.push(event.key);
const one = page.getByRole("button", { name: "One" });

beforeEach(() => {
  pressed = [];
  heard.length = 0;
  window.addEventListener("keydown", listen);
  render(
    html`<docket-menu label="More">
      <button @click=${() => pressed.push("one")}>One</button>
      <button @click=${() => pressed.push("two")}>Two</button>
    </docket-menu>`,
    document.body,
  );
});
afterEach(() => {
  window.removeEventListener("keydown", listen);
  render(null, document.body);
});

test("opens on its button, and closes once something was pressed", async () => {
  await expect.element(one).not.toBeInTheDocument();
  await page.getByRole("button", { name: "More" }).click();
  await one.click();
  expect(pressed).toEqual(["one"]);
  await expect.element(one).not.toBeInTheDocument();
});

test("is walked by the arrows, and Escape closes it and nothing else", async () => {
  await page.getByRole("button", { name: "More" }).click();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  expect(focused()?.textContent).toBe("Two");
  await userEvent.keyboard("{ArrowDown}");
  expect(focused()?.textContent).toBe("One");
  heard.length = 0;
  await userEvent.keyboard("{Escape}");
  await expect.element(one).not.toBeInTheDocument();
  expect(heard).not.toContain("Escape");
});
