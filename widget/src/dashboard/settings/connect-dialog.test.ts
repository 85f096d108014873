import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";

let stage: DashboardStage;
const connecting = async (prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  stage.desk.enter("Dora Lind");
  await stage.open("/settings/integrations");
  await stage.sees("Integrations");
  await stage.click("button", "Connect a chat");
};
afterEach(() => stage.leave());

/** What a choice offers. */
const offered = (label: string): readonly string[] => {
  const select = page.getByLabelText(label, { exact: true }).query();
  return select instanceof HTMLSelectElement ? [...select.options].map(({ text }) => text.trim()) : [];
};
const posted = () => stage.desk.requests("POST /integrations").map(({ body }) => body);
const button = (name: string) => page.getByRole("button", { name, exact: true });

test("the only workspace of the bot is connected at once, and the focus goes back to where it began", async () => {
  await connecting();
  await expect.poll(() => offered("Workspace")).toEqual(["Acme"]);
  await expect.poll(hasFocus(page.getByLabelText("Chat", { exact: true }))).toBe(true);
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Connect");
  await stage.sees("Acme is connected.");
  await stage.sees("No channel yet");
  expect(posted()).toEqual([{ platform: "slack", workspaceId: "T1" }]);
  await expect.poll(hasFocus(button("Connect a chat"))).toBe(true);
  expect(await barriers()).toEqual([]);
});

test("of several servers one is chosen by its name, and which are connected is said", async () => {
  await connecting(({ desk }) => {
    const { configured, reached } = desk.integrations;
    configured.delete("slack");
    configured.add("discord");
    const guild = { workspaceId: "1", name: "Guild" };
    reached.discord.push(guild, { workspaceId: "2", name: "Club" }, { workspaceId: "3", name: "Club" });
    desk.integrations.installs = false;
    desk.integrations.connect("discord", "Guild", guild);
  });
  await expect.poll(() => offered("Server")).toEqual(["Guild: connected", "Club (2)", "Club (3)"]);
  await expect.element(page.getByLabelText("Server", { exact: true })).toHaveValue("2");
  expect(await barriers()).toEqual([]);
  await stage.choose("Server", "Club (3)");
  await stage.click("button", "Connect");
  await stage.sees("Club is connected.");
  expect(posted()).toEqual([{ platform: "discord", workspaceId: "3" }]);
});

test("a chat that the settings do not name cannot be connected, and the page and the dialog say what to set", async () => {
  await connecting(({ desk }) => {
    desk.integrations.configured.clear();
    desk.integrations.installs = false;
  });
  await stage.sees("Put the token of a bot into the settings of the server");
  await stage.sees("SLACK_BOT_TOKEN");
  expect(await barriers()).toEqual([]);
  await stage.choose("Chat", "Discord");
  await stage.sees("Set DISCORD_TOKEN: docs/discord.md says where it is.");
  await stage.seesNot("SLACK_BOT_TOKEN");
  expect([button("Connect").query(), button("Install the app instead…").query()]).toEqual([null, null]);
  expect(stage.desk.requests("GET /workspaces")).toEqual([]);
});

test("without the token of one workspace the Slack app is installed by going on at Slack", async () => {
  await connecting(({ desk }) => desk.integrations.configured.clear());
  await stage.sees("The settings have no token of one workspace.");
  expect(button("Connect").query()).toBe(null);
  await stage.click("button", "Install the app instead…");
  const link = page.getByRole("link", { name: "Go on at Slack" });
  await expect.element(link).toHaveAttribute("href", "https://slack.example/oauth?state=abc");
  await expect.poll(hasFocus(link)).toBe(true);
  expect(await barriers()).toEqual([]);
});

test("settings that lost the app meanwhile offer it no more", async () => {
  await connecting();
  await stage.sees("Install the app instead…");
  stage.desk.integrations.installs = false;
  await stage.click("button", "Install the app instead…");
  await stage.sees("The settings of this desk do not name it.");
  await stage.seesNot("Install the app instead…");
  await expect.element(button("Connect")).toBeVisible();
});

test("a bot that is nowhere is to be invited first, and then it is looked again", async () => {
  await connecting(({ desk }) => {
    desk.integrations.configured.add("discord");
  });
  await expect.poll(() => offered("Workspace")).toEqual(["Acme"]);
  const answer = stage.desk.hold();
  await stage.choose("Chat", "Discord");
  await stage.sees("Loading…");
  expect([offered("Server"), button("Connect").query()]).toEqual([[], null]);
  answer();
  await stage.sees("Docket’s bot is in no server yet.");
  expect(stage.text).not.toContain("Install the app instead");
  expect(await barriers()).toEqual([]);
  stage.desk.integrations.reached.discord.push({ workspaceId: "42", name: "Guild" });
  await stage.click("button", "Check again");
  await expect.poll(() => offered("Server")).toEqual(["Guild"]);
  await expect.poll(hasFocus(page.getByLabelText("Chat", { exact: true }))).toBe(true);
});

test("a chat that does not answer says why, and is asked again", async () => {
  await connecting(({ desk }) => {
    desk.refuseNext = { route: "GET /workspaces", status: 502, code: "integration.failed" };
  });
  await stage.sees("The desk refused.");
  expect(button("Connect").query()).toBe(null);
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Try again");
  await expect.poll(() => offered("Workspace")).toEqual(["Acme"]);
});

test("what the settings name is read again when that failed", async () => {
  stage = new DashboardStage();
  const refusal = { route: "GET /chats", status: 429, code: "request.rate_limited" } as const;
  stage.desk.refuseNext = refusal;
  stage.desk.enter("Dora Lind");
  await stage.open("/settings/integrations");
  await stage.sees("Connect a chat, then add the channels");
  stage.desk.refuseNext = refusal;
  await stage.click("button", "Connect a chat");
  await stage.sees("The desk refused.");
  await stage.click("button", "Try again");
  await expect.poll(() => offered("Workspace")).toEqual(["Acme"]);
  expect(stage.text).not.toContain("The desk refused.");
});

test("a workspace that the bot left meanwhile is refused at its field, and a second try is a new request", async () => {
  await connecting(({ desk }) => {
    desk.integrations.reached.slack.push({ workspaceId: "T2", name: "Globex" });
  });
  await expect.poll(() => offered("Workspace")).toEqual(["Acme", "Globex"]);
  const field = page.getByLabelText("Workspace", { exact: true });
  stage.desk.integrations.reached.slack.shift();
  await stage.click("button", "Connect");
  await stage.sees("must be one in which the bot is");
  await expect.element(field).toHaveAccessibleDescription(/must be one in which the bot is/);
  await expect.poll(hasFocus(field)).toBe(true);
  await stage.choose("Workspace", "Globex");
  await stage.click("button", "Connect");
  await stage.sees("Globex is connected.");
  const [first, second] = stage.desk.requests("POST /integrations");
  expect(second?.key).not.toBe(first?.key);
});
