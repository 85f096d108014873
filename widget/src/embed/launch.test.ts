import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { violations } from "../../test/axe.ts";
import { Stage, hasFocus } from "../../test/stage.ts";
import { mount } from "./app.ts";
import { launch } from "./launch.ts";

let stage: Stage;
let loads: number;
let fails: boolean;

const script = (data: Record<string, string> = { site: stage.desk.site }): HTMLScriptElement => {
  const element = document.createElement("script");
  element.src = "https://desk.test/widget.js";
  Object.assign(element.dataset, data);
  return element;
};

const load = async (desk: string) => {
  loads++;
  if (fails) throw new TypeError("Failed to fetch dynamically imported module");
  expect(desk).toBe("https://desk.test");
  const { platform } = stage.widget;
  return {
    mount: (root: ShadowRoot, button: HTMLButtonElement, site: string, api: string) =>
      mount(root, button, site, api, platform),
  };
};

const start = (data?: Record<string, string>) => launch(script(data), load);
const button = () => page.getByRole("button", { name: "Help" });
const dialog = () => page.getByRole("dialog", { name: "Fernweh Outdoor" });
const launchers = () => document.querySelectorAll("docket-launcher").length;
const launcher = (): HTMLElement => {
  const element = document.querySelector<HTMLElement>("docket-launcher");
  if (!element) throw new Error("there is no launcher");
  return element;
};
/** Everything that is on the page, as text that can be compared. */
const markup = () => new XMLSerializer().serializeToString(document);

beforeEach(() => {
  stage = new Stage();
  loads = 0;
  fails = false;
});
afterEach(async () => {
  await window.Docket?.("destroy");
  delete window.Docket;
});

test("it draws a button and loads nothing until somebody wants it", async () => {
  start();
  await expect.element(button()).toBeVisible();
  expect([loads, stage.desk.seen.length, stage.storage.length]).toEqual([0, 0, 0]);
});

test("the button opens and closes, says which, and gets the keyboard back", async () => {
  start();
  await button().click();
  await expect.element(dialog()).toBeVisible();
  await expect.element(button()).toHaveAttribute("aria-expanded", "true");
  await userEvent.keyboard("{Escape}");
  await expect.element(button()).toHaveAttribute("aria-expanded", "false");
  await expect.poll(hasFocus(button())).toBe(true);
  await userEvent.keyboard("{Enter}");
  await expect.element(dialog()).toBeVisible();
  await button().click();
  await expect.element(dialog()).not.toBeInTheDocument();
  expect(loads).toBe(1);
});

test("pointing at it or reaching it by keyboard loads the app, once, and opens nothing", async () => {
  start();
  await button().hover();
  await expect.poll(() => loads).toBe(1);
  await userEvent.keyboard("{Tab}");
  expect(loads).toBe(1);
  expect(dialog().query()).toBeNull();
  expect(stage.desk.seen.length).toBe(0);
});

test("commands are promises, before and after the app is there", async () => {
  start();
  await window.Docket?.("newTicket");
  await expect.element(page.getByRole("heading", { name: "How can we help?" })).toBeVisible();
  await window.Docket?.("close");
  expect(dialog().query()).toBeNull();
  await window.Docket?.("toggle");
  await expect.element(dialog()).toBeVisible();
});

test("openTicket shows that ticket", async () => {
  const { id } = stage.desk.ticket(stage.returning(), "The zip is broken");
  start();
  await window.Docket?.("openTicket", id);
  await expect.element(page.getByRole("heading", { name: "The zip is broken" })).toBeVisible();
});

test("a command that there is not, or without what it needs, is refused in words", async () => {
  start();
  await expect(window.Docket?.("remove")).rejects.toThrow('Docket has no command "remove".');
  await expect(window.Docket?.("openTicket")).rejects.toThrow("needs the id of a ticket");
});

test("calls that were queued before the script came are carried out", async () => {
  const heard: string[] = [];
  const early: typeof window.Docket = async () => undefined;
  early.q = [["on", "open", (event: Event) => heard.push(event.type)], ["open"]];
  window.Docket = early;
  start();
  await expect.element(dialog()).toBeVisible();
  expect(heard).toEqual(["docket:open"]);
});

test("on hears what the widget does", async () => {
  start();
  const heard: string[] = [];
  await window.Docket?.("on", "open", () => heard.push("open"));
  await window.Docket?.("on", "close", () => heard.push("close"));
  expect(loads).toBe(0);
  await window.Docket?.("open");
  await window.Docket?.("close");
  expect(heard).toEqual(["open", "close"]);
});

test("a script that is there twice counts once", () => {
  start();
  const { Docket } = window;
  start();
  expect([launchers(), window.Docket]).toEqual([1, Docket]);
});

test("when the body is swapped or emptied, the button and what is open come back", async () => {
  start();
  await button().click();
  await page.getByLabelText("Subject").fill("Half a title");
  const old = document.body;
  const body = document.createElement("body");
  body.append("Another page");
  document.documentElement.replaceChild(body, old);
  await expect.element(button()).toBeVisible();
  await expect.element(page.getByLabelText("Subject")).toHaveValue("Half a title");
  body.replaceChildren();
  await expect.element(button()).toBeVisible();
  document.documentElement.replaceChild(old, body);
  await expect.element(button()).toBeVisible();
  expect(launchers()).toBe(1);
});

test("destroy leaves nothing behind, and the script may start again", async () => {
  stage.desk.ticket(stage.returning(), "The zip is broken");
  const before = markup();
  start();
  await button().click();
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  await window.Docket?.("destroy");
  expect(markup()).toBe(before);
  expect([window.Docket, stage.desk.live.sockets.size]).toEqual([undefined, 0]);
  document.body.append(document.createElement("p"));
  document.body.lastChild?.remove();
  await Promise.resolve();
  expect(launchers()).toBe(0);
  start();
  await expect.element(button()).toBeVisible();
});

test("an app that could not be loaded is tried again at the next click", async () => {
  fails = true;
  start();
  await expect(window.Docket?.("open")).rejects.toThrow("Failed to fetch");
  fails = false;
  await button().click();
  await expect.element(dialog()).toBeVisible();
});

test("an answer that comes while the panel is closed shows on the button, until it is read", async () => {
  const { id } = stage.desk.ticket(stage.returning(), "The zip is broken");
  start();
  await button().click();
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  await button().click();
  stage.desk.answer(id, "Is it?");
  await page.getByRole("button", { name: "Help: a new answer" }).click();
  await expect.element(page.getByText("In progress")).toBeVisible();
  await expect.element(page.getByRole("button", { name: "Help", exact: true })).toBeVisible();
});

test("a page's own styles do not reach the button, its properties do", async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { all: revert; display: none; position: static; margin: 77px; opacity: 0.1; }
    html, body { display: block; opacity: 1; }
    body { --docket-accent: rgb(120, 20, 90); --docket-z-index: 7; }
  `);
  document.adoptedStyleSheets.push(sheet);
  start({ site: stage.desk.site, label: "Ask us" });
  const styles = getComputedStyle(page.getByRole("button", { name: "Ask us" }).element());
  expect([styles.position, styles.backgroundColor, styles.zIndex, styles.display]).toEqual([
    "fixed",
    "rgb(120, 20, 90)",
    "7",
    "block",
  ]);
  expect(getComputedStyle(launcher()).opacity).toBe("1");
  document.adoptedStyleSheets.pop();
});

test("without a site there is no button, but <docket-widget> works in the page", async () => {
  start({});
  await expect.poll(() => loads).toBe(1);
  expect(button().query()).toBeNull();
});

test.each(["light", "dark"])("the button has a name and a contrast, %s", async (scheme) => {
  document.documentElement.style.setProperty("--docket-color-scheme", scheme);
  start();
  expect(await violations(launcher())).toEqual([]);
  document.documentElement.removeAttribute("style");
});
