import { afterEach, expect, test } from "vitest";
import { focused } from "../../../test/stage.ts";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";

let stage: DashboardStage;
afterEach(() => stage.leave());

test("the cursor waits in the field, which asks for digits and takes them from the email", async () => {
  stage = new DashboardStage();
  await stage.open("/sign-in");
  await stage.sees("Sign in to Docket");
  await stage.fill("Email", "mia@example.com");
  await stage.click("button", "Sign in with a code by email");
  await stage.click("button", "Send me a code");
  await stage.sees("A code is on its way");
  await stage.sees("Nothing there after a minute? Look in spam, or ask for another.");
  expect(stage.text).not.toContain("sent");
  await expect.poll(() => focused()?.id).toBe("code");
  const field = stage.input("#code");
  expect([field.autocomplete, field.inputMode]).toEqual(["one-time-code", "numeric"]);
});

test.each(["Sign in with a code by email", "Forgot your password?"])(
  "while no emails go out, %s says so in place of promising a code",
  async (way) => {
    stage = new DashboardStage();
    stage.desk.mailIsAway = true;
    await stage.open("/sign-in");
    await stage.sees("Sign in to Docket");
    await stage.fill("Email", "nobody@example.com");
    await stage.click("button", way);
    await stage.click("button", "Send me a code");
    await stage.sees("Emails are delayed at the moment. If no code reaches nobody@example.com within ten minutes");
    expect(stage.text).not.toContain("on its way");
    expect(await barriers()).toEqual([]);
    stage.desk.mailIsAway = false;
    await stage.click("button", "Send another code");
    await stage.sees("The code is on its way to nobody@example.com");
    expect(stage.text).not.toContain("delayed");
  },
);

test("whoever makes an account while no emails go out is told so", async () => {
  stage = new DashboardStage();
  stage.desk.mailIsAway = true;
  await stage.open("/register");
  await stage.sees("Create an account");
  await stage.fill("Your name", "Nia Wood");
  await stage.fill("Email", "nia@example.com");
  await stage.fill("Password", "a long enough one");
  await stage.press("{Enter}");
  await stage.sees("Emails are delayed at the moment. If no code reaches nia@example.com");
  expect(stage.text).not.toContain("on its way");
});

test("a code that is not right says what it is good for", async () => {
  stage = new DashboardStage();
  await stage.open("/sign-in");
  await stage.sees("Sign in to Docket");
  await stage.click("button", "Sign in with a code by email");
  await stage.fill("Email", "mia@example.com");
  await stage.click("button", "Send me a code");
  await stage.sees("A code is on its way");
  stage.desk.refuseAuth = { status: 422, code: "auth.invalid_code" };
  await stage.fill("Code", "111111");
  await stage.press("{Enter}");
  await expect.poll(() => stage.text).toContain("three tries, in the browser that asked");
});
