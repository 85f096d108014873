import { afterEach, describe, expect, test } from "vitest";
import { focused } from "../../../test/stage.ts";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { pathAfterSignIn } from "../app/dashboard-app.ts";

let stage: DashboardStage;
const signInPage = async (path = "/sign-in"): Promise<void> => {
  stage = new DashboardStage();
  await stage.open(path);
  await stage.sees("Sign in to Docket");
};
afterEach(() => stage.leave());

describe("signing in with a password", () => {
  test("leads to the tickets", async () => {
    await signInPage();
    stage.desk.tickets.open({ title: "Where is my parcel?" });
    await stage.fill("Email", "ada@desk.example");
    await stage.fill("Password", "correct horse battery");
    await stage.press("{Enter}");
    await stage.sees("Where is my parcel?");
    expect(location.pathname).toBe("/");
  });

  test("leads back to where a person came from", async () => {
    stage = new DashboardStage();
    stage.desk.tickets.open({ title: "Where is my parcel?" });
    await stage.open("/tickets/1001?view=all");
    await stage.sees("Sign in to Docket");
    await stage.fill("Email", "ada@desk.example");
    await stage.fill("Password", "correct horse battery");
    await stage.press("{Enter}");
    await stage.sees("Asked by");
    expect(location.pathname + location.search).toBe("/tickets/1001?view=all");
  });

  test("says what is missing beside the field, and sends nothing", async () => {
    await signInPage();
    await stage.fill("Email", "ada");
    await stage.click("button", "Sign in");
    await stage.sees("This is not an email address");
    await stage.sees("Enter your password.");
    expect(focused()?.id).toBe("email");
    expect(stage.desk.requests("POST /sign-in/email")).toHaveLength(0);
    expect(await barriers()).toEqual([]);
  });

  test("says so when email and password do not fit, and keeps the address", async () => {
    await signInPage();
    await stage.fill("Email", "ada@desk.example");
    await stage.fill("Password", "wrong horse battery");
    await stage.press("{Enter}");
    await stage.sees("Wrong email or password.");
    expect(stage.input("#email").value).toBe("ada@desk.example");
  });

  test("shows the address that was meant by what was copied", async () => {
    await signInPage();
    await stage.fill("Email", "mailto:Ada@desk.example");
    await stage.fill("Password", "wrong horse battery");
    await stage.press("{Enter}");
    await stage.sees("Wrong email or password.");
    expect(stage.input("#email").value).toBe("ada@desk.example");
  });

  test.each([
    [
      "which the desk says, with what else to do",
      { detail: "Please try again in about 15 minutes. If you cannot wait, use another network." },
      "in about 15 minutes. If you cannot wait, use another network.",
    ],
    [
      "also where something before the desk refuses it",
      {},
      "There were too many tries. Try again in about 42 seconds.",
    ],
  ])("says how long to wait after too many tries, %s", async (_, body, words) => {
    await signInPage();
    stage.desk.refuseAuth = { status: 429, code: "request.rate_limited", headers: { "retry-after": "42" }, body };
    await stage.fill("Email", "ada@desk.example");
    await stage.fill("Password", "correct horse battery");
    await stage.press("{Enter}");
    await expect.poll(() => stage.text).toContain(words);
  });

  test("says so when there is no network, and works once it is back", async () => {
    await signInPage();
    stage.desk.offline = true;
    await stage.fill("Email", "ada@desk.example");
    await stage.fill("Password", "correct horse battery");
    await stage.press("{Enter}");
    await stage.sees("The help desk does not answer just now. Try again in a moment.");
    stage.desk.offline = false;
    await stage.click("button", "Sign in");
    await expect.poll(() => stage.text).toContain("All open");
  });

  test("says so when the account may not sign in any more", async () => {
    await signInPage();
    stage.desk.refuseAuth = { status: 403, code: "auth.not_active" };
    await stage.fill("Email", "ada@desk.example");
    await stage.fill("Password", "correct horse battery");
    await stage.press("{Enter}");
    await expect.poll(() => stage.text).toContain("This account may not sign in any more.");
  });
});

describe("signing in with a code", () => {
  test("takes the address along, asks for its digits, and signs in", async () => {
    await signInPage();
    await stage.fill("Email", "mia@example.com");
    await stage.click("button", "Sign in with a code by email");
    await stage.click("button", "Send me a code");
    await stage.sees("A code is on its way to mia@example.com");
    await stage.fill("Code", "12");
    await stage.press("{Enter}");
    await stage.sees("Enter the digits from the email.");
    expect(await barriers()).toEqual([]);
    await stage.fill("Code", "111111");
    await stage.press("{Enter}");
    await stage.sees("This code is wrong or has expired");
    await stage.click("button", "Send another code");
    await stage.sees("The code is on its way to mia@example.com.");
    await stage.fill("Code", "424242");
    await stage.press("{Enter}");
    await stage.sees("Your requests");
    expect(stage.desk.requests("POST /email-otp/send-verification-otp")).toHaveLength(2);
  });
});

test("whoever forgot the password sets a new one with a code, and is signed in", async () => {
  await signInPage();
  stage.desk.tickets.open({ title: "Where is my parcel?" });
  await stage.fill("Email", "ada@desk.example");
  await stage.click("button", "Forgot your password?");
  await stage.sees("Set a new password");
  await stage.click("button", "Send me a code");
  await stage.sees("A code is on its way to ada@desk.example");
  await stage.fill("Code", "424242");
  await stage.fill("New password", "short");
  await stage.press("{Enter}");
  await stage.sees("Use at least");
  expect(focused()?.id).toBe("password");
  expect(await barriers()).toEqual([]);
  await stage.fill("New password", " a brand new horse ");
  await stage.press("{Enter}");
  await stage.sees("Where is my parcel?");
  const [reset] = stage.desk.requests("POST /email-otp/reset-password");
  expect(reset?.body).toEqual({ email: "ada@desk.example", otp: "424242", password: " a brand new horse " });
});

test("the way back is a path of this app, whatever the address says", () => {
  stage = new DashboardStage();
  expect(pathAfterSignIn("?next=%2Ftickets%2F7%3Fview%3Dall")).toBe("/tickets/7?view=all");
  expect(pathAfterSignIn("?next=%2Flink", "#secret")).toBe("/link#secret");
  for (const next of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:",
    "/.//evil.example",
    "/a/..//evil.example/b",
  ]) {
    expect(new URL(pathAfterSignIn(`?next=${encodeURIComponent(next)}`), location.origin).origin).toBe(location.origin);
  }
});
