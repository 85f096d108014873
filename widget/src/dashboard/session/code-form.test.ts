import { afterEach, expect, test } from "vitest";
import { focused } from "../../../test/stage.ts";
import { DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";

let stage: DashboardStage;
afterEach(() => stage.leave());

test("the cursor waits in the field, which asks for digits and takes them from the email", async () => {
  stage = new DashboardStage();
  await stage.open("/sign-in");
  await stage.sees("Sign in to Docket");
  await stage.fill("Email", "mia@example.com");
  await stage.click("button", "Sign in with a code by email");
  await stage.click("button", "Send me a code");
  await stage.sees("We sent a code");
  await expect.poll(() => focused()?.id).toBe("code");
  const field = stage.input("#code");
  expect([field.autocomplete, field.inputMode]).toEqual(["one-time-code", "numeric"]);
});

test("a code that is not right says what it is good for", async () => {
  stage = new DashboardStage();
  await stage.open("/sign-in");
  await stage.sees("Sign in to Docket");
  await stage.click("button", "Sign in with a code by email");
  await stage.fill("Email", "mia@example.com");
  await stage.click("button", "Send me a code");
  await stage.sees("We sent a code");
  stage.desk.refuseAuth = { status: 422, code: "auth.invalid_code" };
  await stage.fill("Code", "111111");
  await stage.press("{Enter}");
  await expect.poll(() => stage.text).toContain("three tries, in the browser that asked");
});
