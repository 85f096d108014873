import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";

const code = "c".repeat(43);

let stage: DashboardStage;
const linkPage = async (
  who: string | null,
  prepare: (stage: DashboardStage) => void = () => undefined,
  hash = code,
): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  if (who) stage.desk.enter(who);
  await stage.open(`/link#${hash}`);
};
afterEach(() => stage.leave());

test("it says which account will act for whom, and links it by one button", async () => {
  await linkPage("Ada Okafor");
  await stage.sees("Link your Slack account");
  await expect.poll(hasFocus(page.getByRole("heading", { name: "Link your Slack account" }))).toBe(true);
  await stage.sees("ada.o");
  for (const words of [
    "Its ID in Slack is U0ADA",
    "in the workspace Acme Inc",
    "can take the same name, but not this ID",
  ])
    await stage.sees(words);
  await stage.sees("Signed in as Ada Okafor (ada@desk.example)");
  await stage.sees("Go on only if this account is yours");
  expect(await barriers()).toEqual([]);
  expect(stage.desk.office.accounts).toEqual([]);
  await stage.click("button", "Link this account");
  await stage.sees("Your account is linked");
  await expect.poll(hasFocus(page.getByRole("heading", { name: "Your account is linked" }))).toBe(true);
  expect(await barriers()).toEqual([]);
  expect(stage.desk.office.accounts).toMatchObject([{ link: { name: "ada.o" }, personId: stage.desk.here?.id }]);
  await stage.click("link", "See your linked accounts");
  await stage.sees("ada.o in Slack");
});

test("whoever is not signed in does that first and comes back, and the code is in no query", async () => {
  await linkPage(null);
  await stage.sees("Sign in to Docket");
  expect(location.pathname + location.search).toBe(`/sign-in?next=${encodeURIComponent("/link")}`);
  expect(location.hash).toBe(`#${code}`);
  expect(stage.desk.requests("POST /identity-links/lookup")).toHaveLength(0);
  await stage.fill("Email", "ben@desk.example");
  await stage.fill("Password", "correct horse battery");
  await stage.press("{Enter}");
  await stage.sees("Link your Slack account");
  expect(location.pathname + location.search + location.hash).toBe(`/link#${code}`);
  await stage.sees("Signed in as Ben Ito");
});

test("whoever is signed in as somebody else signs in anew and comes back", async () => {
  await linkPage("Mia Brandt");
  await stage.sees("Only staff link an account");
  expect(await barriers()).toEqual([]);
  expect(stage.desk.requests("POST /identity-links/lookup")).toHaveLength(0);
  await stage.click("button", "Use another account");
  await stage.sees("Sign in to Docket");
  await stage.fill("Email", "ada@desk.example");
  await stage.fill("Password", "correct horse battery");
  await stage.press("{Enter}");
  await stage.sees("Link your Slack account");
  await stage.click("button", "Link this account");
  await stage.sees("Your account is linked");
  expect(stage.desk.office.accounts).toMatchObject([{ personId: stage.desk.office.personNamed("Ada Okafor").id }]);
});

test.each([
  ["used", ({ desk }: DashboardStage) => void (desk.office.account.used = true), code],
  ["nonsense", () => undefined, "nonsense-that-nobody-made"],
  ["missing", () => undefined, ""],
])("a code that is %s says so and what to do", async (_, prepare, hash) => {
  await linkPage("Ada Okafor", prepare, hash);
  await stage.sees("This link no longer works");
  await expect.poll(hasFocus(page.getByRole("heading", { name: "This link no longer works" }))).toBe(true);
  await stage.sees("/ticket link");
  expect(await barriers()).toEqual([]);
});

test("a code that is used between looking and linking says so too", async () => {
  await linkPage("Ada Okafor");
  await stage.sees("Link your Slack account");
  stage.desk.office.account.used = true;
  await stage.click("button", "Link this account");
  await stage.sees("This link no longer works");
  expect(stage.desk.office.accounts).toEqual([]);
});

test("without an answer it can be tried again", async () => {
  await linkPage("Ada Okafor", ({ desk }) => {
    desk.refuseNext = { route: "POST /identity-links/lookup", status: 429, code: "request.rate_limited" };
  });
  await stage.sees("The link could not be read");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Try again");
  await stage.sees("Link your Slack account");
  stage.desk.losesNextAnswer = true;
  await stage.click("button", "Link this account");
  await stage.sees("The help desk does not answer just now.");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Link this account");
  await stage.sees("Your account is linked");
  expect(stage.desk.office.accounts).toHaveLength(1);
});
