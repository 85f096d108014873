import { afterEach, expect, test } from "vitest";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";

let stage: DashboardStage;
const joinPage = async (
  token = "t".repeat(32),
  prepare: (stage: DashboardStage) => void = () => undefined,
): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  await stage.open(`/join#${token}`);
};
afterEach(() => stage.leave());

test("an invited person chooses a name and a password and is in", async () => {
  await joinPage();
  await stage.sees("You are invited as an agent with the address new@desk.example");
  expect(stage.has("#email")).toBe(false);
  expect(await barriers()).toEqual([]);
  await stage.fill("Your name", "Nia Wood");
  await stage.fill("Password", "a long enough one");
  await stage.press("{Enter}");
  await stage.sees("All open");
  expect(stage.desk.here).toMatchObject({ name: "Nia Wood", email: "new@desk.example", role: "agent" });
  expect(location.pathname).toBe("/");
  expect(stage.desk.requests("POST /invitations/lookup")).toHaveLength(1);
});

test("the first admin gives an address too", async () => {
  await joinPage("t".repeat(32), ({ desk }) => {
    desk.office.link.email = null;
  });
  await stage.sees("You are the first here and become an admin");
  await stage.fill("Your name", "Nia Wood");
  await stage.fill("Password", "a long enough one");
  await stage.press("{Enter}");
  await stage.sees("Enter your email address.");
  await stage.fill("Email", "nia@desk.example");
  await stage.press("{Enter}");
  await stage.sees("Outbox");
  expect(stage.desk.here).toMatchObject({ email: "nia@desk.example", role: "admin" });
});

test("a link that is used, or nonsense, says so and what to do", async () => {
  await joinPage("t".repeat(32), ({ desk }) => {
    desk.office.link.used = true;
  });
  await stage.sees("This link no longer works");
  await stage.sees("Ask an admin of your desk to invite you again");
  expect(await barriers()).toEqual([]);
});

test("a link that is used between reading and joining says so too", async () => {
  await joinPage();
  await stage.sees("You are invited as an agent");
  stage.desk.office.link.used = true;
  await stage.fill("Your name", "Nia Wood");
  await stage.fill("Password", "a long enough one");
  await stage.press("{Enter}");
  await expect.poll(() => stage.text).toContain("This link no longer works");
});

test("without an answer it tries again by itself", async () => {
  await joinPage("t".repeat(32), ({ desk }) => {
    desk.offline = true;
  });
  await stage.sees("Your invitation could not be read");
  await stage.sees("The help desk does not answer just now. Trying again …");
  stage.desk.offline = false;
  await expect.poll(() => stage.text).toContain("You are invited as an agent");
});
