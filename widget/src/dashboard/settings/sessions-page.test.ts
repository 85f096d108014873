import type { SessionView } from "@docket/core/contract/session";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";
import { clientText } from "./client-text.ts";

let stage: DashboardStage;
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const anHourAgo = new Date(Date.now() - 60 * 60 * 1000).toISOString();
const inAWeek = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString();

const session = (id: string, more: Partial<SessionView> = {}): SessionView => ({
  id,
  where: "desk",
  site: null,
  current: false,
  address: "198.51.100.7",
  client: firefox,
  createdAt: anHourAgo,
  expiresAt: inAWeek,
  ...more,
});

const open = async (who: string, prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  stage.desk.office.sessions.push(session("ses_here", { current: true, address: "192.0.2.1" }));
  prepare(stage);
  stage.desk.enter(who);
  await stage.open("/settings/sessions");
  await stage.sees("You are here");
};
afterEach(() => stage.leave());

const ids = (): string[] => stage.desk.office.sessions.map(({ id }) => id);

test("one who is signed in here alone has nothing to end, and reads that nobody tried", async () => {
  await open("Ada Okafor");
  await stage.sees("Firefox on Linux");
  await stage.sees("192.0.2.1");
  await stage.sees("None in the last 30 days");
  expect(stage.text).not.toContain("Sign out everywhere else");
  expect(await barriers()).toEqual([]);
});

test("one other place is signed out of, or all of them at once", async () => {
  await open("Ada Okafor", ({ desk: { office } }) => {
    office.sessions.push(session("ses_phone", { client: "curl/8.5.0" }));
    office.sessions.push(session("ses_shop", { where: "widget", site: "Shop", address: null, client: null }));
  });
  await stage.sees("An unknown program, in the widget of Shop");
  await stage.sees("Address unknown");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Sign out of curl/8.5.0, 198.51.100.7");
  await stage.sees("Signed out there.");
  expect(ids()).toEqual(["ses_here", "ses_shop"]);
  await expect.poll(hasFocus(page.getByRole("heading", { name: "Where you are signed in" }).first())).toBe(true);
  await stage.click("button", "Sign out everywhere else");
  await stage.sees("Sign out everywhere else?");
  expect(await barriers()).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  await stage.sees("You are signed in here alone.");
  expect(ids()).toEqual(["ses_here"]);
});

test("who tried to be in one's place is told with how often and since when", async () => {
  await open("Ada Okafor", ({ desk: { office } }) => {
    const failure = { client: firefox, firstAt: anHourAgo, lastAt: anHourAgo };
    office.failures.push({ ...failure, address: "203.0.113.5", times: 3 });
    office.failures.push({ ...failure, address: null, client: null, times: 40 });
  });
  await stage.sees("203.0.113.5");
  await stage.sees("3 times");
  await stage.sees("Many other addresses");
  expect(await barriers()).toEqual([]);
});

test("a client gets there by their name", async () => {
  await open("Mia Brandt");
  await expect.element(page.getByRole("link", { name: /Mia Brandt/ })).toHaveAttribute("aria-current", "page");
  expect(await barriers()).toEqual([]);
});

test.each([
  [firefox, "Firefox on Linux"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
    "Edge on Windows",
  ],
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15",
    "Safari on macOS",
  ],
  ["curl/8.5.0", "curl/8.5.0"],
  [null, "An unknown program"],
])("%s is shown as %s", (client, text) => {
  expect(clientText(client)).toBe(text);
});

test("the password is changed by whoever knows it", async () => {
  await open("Ada Okafor");
  await stage.sees("None in the last 30 days");
  expect(page.getByRole("heading", { name: /^Failed attempts/ }).elements()).toHaveLength(1);
  await stage.click("button", "Change your password…");
  await stage.fill("Current password", "correct horse battery");
  await stage.fill("New password", "correct horse battery");
  await stage.press("{Enter}");
  await stage.sees("Choose a password that differs from your current one.");
  expect(stage.desk.requests("POST /change-password")).toEqual([]);
  await stage.fill("Current password", "wrong horse battery");
  await stage.fill("New password", "a brand new horse");
  await stage.press("{Enter}");
  await stage.sees("That is not your current password.");
  expect(await barriers()).toEqual([]);
  await stage.fill("Current password", "correct horse battery");
  await stage.press("{Enter}");
  await stage.sees("Your password is changed.");
  expect(stage.desk.requests("POST /change-password").at(-1)?.body).toEqual({
    currentPassword: "correct horse battery",
    newPassword: "a brand new horse",
  });
});
