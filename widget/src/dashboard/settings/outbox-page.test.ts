import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";

let stage: DashboardStage;
afterEach(() => stage.leave());

const heading = () => page.getByRole("heading", { name: "Outbox" });

test("what is parked says why, and tries again when asked", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  stage.desk.office.park("Postmark answered 422: the recipient is inactive.");
  await stage.open("/settings/outbox");
  await stage.sees("Postmark answered 422: the recipient is inactive.");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Try again: Reply to mia@example.com, #1042");
  await stage.sees("Nothing is stuck");
  expect(stage.desk.requests("POST /outbox/{id}/retry")).toHaveLength(1);
  await expect.poll(hasFocus(heading())).toBe(true);
  expect(await barriers()).toEqual([]);
});

test("an email that is held back says until when, and is sent when asked", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  const inAnHour = new Date(Date.now() + 61 * 60 * 1000).toISOString();
  stage.desk.office.park("More than 3 automatic emails to this address in an hour.", inAnHour);
  await stage.open("/settings/outbox");
  await stage.sees("More than 3 automatic emails to this address in an hour.");
  await stage.sees("Goes out by itself:");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Send: Reply to mia@example.com, #1042");
  await stage.sees("Nothing is stuck");
  expect(stage.desk.requests("POST /outbox/{id}/retry")).toHaveLength(1);
});

test("an email that is no longer true is not promised, and can only be discarded", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  const inAnHour = new Date(Date.now() + 61 * 60 * 1000).toISOString();
  stage.desk.office.park("More than 3 automatic emails to this address in an hour.", inAnHour, true);
  await stage.open("/settings/outbox");
  await stage.sees("Will not be sent: the ticket has changed, and it is no longer true.");
  expect(stage.text).not.toContain("Goes out by itself");
  expect(page.getByRole("button", { name: "Send:" }).elements()).toEqual([]);
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Discard: Reply to mia@example.com, #1042");
  await stage.click("button", "Discard the email");
  await stage.sees("Nothing is stuck");
});

test("what is sent leaves the list, even when the list cannot be read again", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  stage.desk.office.park("More than 3 automatic emails to this address in an hour.", new Date().toISOString());
  await stage.open("/settings/outbox");
  await expect.element(page.getByRole("link", { name: "#1042 The kettle does not boil" })).toBeVisible();
  stage.desk.refuseNext = { route: "GET /outbox/parked", status: 429, code: "request.rate_limited" };
  await stage.click("button", "Send: Reply to mia@example.com, #1042");
  await stage.sees("The desk refused.");
  expect(stage.text).not.toContain("#1042");
  expect(stage.text).not.toContain("Nothing is stuck");
  await stage.click("button", "Try again");
  await stage.sees("Nothing is stuck");
});

test("a list that was empty and cannot be read again does not say that it is empty", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  await stage.open("/settings/outbox");
  await stage.sees("Nothing is stuck");
  stage.desk.refuseNext = { route: "GET /outbox/retrying", status: 429, code: "request.rate_limited" };
  await stage.click("button", "Check again");
  await stage.sees("The desk refused.");
  expect(stage.text).not.toContain("What failed and is tried again");
});

test("an email that nobody shall get is discarded, when that is confirmed", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  stage.desk.office.park("More than 3 automatic emails to this address in an hour.", new Date().toISOString());
  await stage.open("/settings/outbox");
  await stage.click("button", "Discard: Reply to mia@example.com, #1042");
  await stage.sees("Nobody gets it, and it cannot be brought back.");
  expect(stage.desk.requests("DELETE /outbox/{id}")).toEqual([]);
  await stage.click("button", "Discard the email");
  await stage.sees("Nothing is stuck");
  expect(stage.desk.requests("DELETE /outbox/{id}")).toHaveLength(1);
  await expect.poll(hasFocus(heading())).toBe(true);
});

test("what is still being tried says why it failed and when it is tried next", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  stage.desk.office.retry("Postmark did not answer.");
  await stage.open("/settings/outbox");
  await stage.sees("Postmark did not answer.");
  await stage.sees("Reply to mia@example.com");
  await stage.sees("next try");
  await stage.sees("Nothing is stuck");
  expect(await barriers()).toEqual([]);
});

test("without an answer it offers to try again", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  stage.desk.refuseNext = { route: "GET /outbox/parked", status: 429, code: "request.rate_limited" };
  await stage.open("/settings/outbox");
  await stage.sees("The desk refused.");
  await stage.click("button", "Try again");
  await expect.poll(() => stage.text).toContain("Nothing is stuck");
  await expect.poll(hasFocus(heading())).toBe(true);
});

test("a mail service that is away is one sentence for all emails that wait", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Dora Lind");
  const reason =
    "The email service cannot be reached: its address is not found (ENOTFOUND). It is tried again by itself.";
  stage.desk.office.away = { reason, emails: 50 };
  await stage.open("/settings/outbox");
  const notice = page.getByRole("status").filter({ hasText: reason });
  await expect.element(notice).toHaveTextContent(`${reason} 50 emails wait.`);
  expect(stage.text).not.toContain("Nothing is stuck");
  const entry = page.getByRole("link", { name: /Outbox\s*50 emails wait/ });
  await expect.element(entry).toBeVisible();
  expect(await barriers()).toEqual([]);
  stage.desk.office.away = null;
  await stage.click("button", "Check again");
  await expect.element(notice).not.toBeInTheDocument();
  await stage.sees("Nothing is stuck");
  await stage.click("link", "Sites");
  await expect.element(entry).not.toBeInTheDocument();
});
