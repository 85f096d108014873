import { afterEach, expect, test } from "vitest";
import { focused } from "../../../test/stage.ts";
import { DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";

let stage: DashboardStage;
afterEach(() => stage.leave());

test("the cursor waits in the field, which asks for digits and takes them from the letter", async () => {
  stage = new DashboardStage();
  await stage.open("/sign-in");
  await stage.sees("Sign in to Docket");
  await stage.fill("Email", "mia@example.com");
  await stage.click("button", "Sign in with a code by email");
  await stage.click("button", "Send me a code");
  await stage.sees("We sent you a letter");
  await expect.poll(() => focused()?.id).toBe("code");
  const field = stage.input("#code");
  expect([field.autocomplete, field.inputMode, field.maxLength]).toEqual(["one-time-code", "numeric", 6]);
});

test("a code that was tried too often says what to do", async () => {
  stage = new DashboardStage();
  await stage.open("/sign-in");
  await stage.sees("Sign in to Docket");
  await stage.click("button", "Sign in with a code by email");
  await stage.fill("Email", "mia@example.com");
  await stage.click("button", "Send me a code");
  await stage.sees("We sent you a letter");
  stage.desk.refuseAuth = { status: 403, code: "TOO_MANY_ATTEMPTS" };
  await stage.fill("Code", "111111");
  await stage.press("{Enter}");
  await expect.poll(() => stage.text).toContain("Ask for a new one.");
});
