import { afterEach, expect, test } from "vitest";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";

let stage: DashboardStage;
const registerPage = async (): Promise<void> => {
  stage = new DashboardStage();
  await stage.open("/register");
  await stage.sees("Create an account");
};
afterEach(() => stage.leave());

test("a client makes an account, proves the address and is in", async () => {
  await registerPage();
  await stage.fill("Your name", "Lea Kim");
  await stage.fill("Email", "lea@example.com");
  await stage.fill("Password", "a long enough one");
  await stage.click("button", "Create account");
  await stage.sees("A code is on its way to lea@example.com");
  await stage.fill("Code", "424242");
  await stage.press("{Enter}");
  await stage.sees("Your requests");
  expect(stage.desk.here?.role).toBe("client");
  const [proof] = stage.desk.requests("POST /email-otp/verify-email");
  expect(proof?.body).toEqual({
    email: "lea@example.com",
    otp: "424242",
    name: "Lea Kim",
    password: "a long enough one",
  });
});

test("what is wrong stands beside each field, and nothing is sent", async () => {
  await registerPage();
  await stage.fill("Email", "lea@example");
  await stage.fill("Password", "short");
  await stage.click("button", "Create account");
  await stage.sees("Enter your name.");
  await stage.sees("This is not an email address");
  await stage.sees("Use at least 10 characters.");
  expect(stage.desk.requests("POST /sign-up/email")).toHaveLength(0);
  expect(await barriers()).toEqual([]);
});

test("an address is taken as it was copied, with a domain of any script", async () => {
  await registerPage();
  await stage.fill("Your name", "Lea");
  await stage.fill("Password", "a long enough one");
  await stage.fill("Email", "jörg@example.de");
  await stage.press("{Enter}");
  await stage.sees("Use an address that has letters from a to z before the @.");
  await stage.fill("Email", "Lea Maas <lea@müller-bau.de>");
  await stage.press("{Enter}");
  await stage.sees("A code is on its way to lea@müller-bau.de");
  expect(stage.desk.requests("POST /sign-up/email")).toHaveLength(1);
});

test("an address that is taken says so", async () => {
  await registerPage();
  stage.desk.refuseAuth = { status: 409, code: "person.email_taken" };
  await stage.fill("Your name", "Mia Brandt");
  await stage.fill("Email", "mia@example.com");
  await stage.fill("Password", "a long enough one");
  await stage.press("{Enter}");
  await expect.poll(() => stage.text).toContain("There is an account with this address already");
});
