import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";

let stage: DashboardStage;
const integrations = async (
  prepare: (stage: DashboardStage) => void = () => undefined,
  path = "/settings/integrations",
): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  stage.desk.enter("Dora Lind");
  await stage.open(path);
  await stage.sees("Integrations");
};
afterEach(() => stage.leave());

test("where nothing is connected it says what to do, and connects a chat", async () => {
  await integrations();
  await stage.sees("No chat is connected yet");
  await stage.sees("Put the token of a bot into the settings of the server");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Connect a chat");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Connect");
  await stage.sees("Acme is connected.");
  await stage.sees("No channel yet");
  expect(stage.desk.requests("POST /integrations")[0]?.body).toEqual({ platform: "slack" });
  expect(await barriers()).toEqual([]);
});

test("a chat without a token in the settings is not connected, and the dialog says why", async () => {
  await integrations();
  await stage.click("button", "Connect a chat");
  await stage.choose("Chat", "Discord");
  await stage.fill("Server", "42");
  await stage.click("button", "Connect");
  await stage.sees("The settings of this desk have no token for it.");
  expect(await barriers()).toEqual([]);
  expect(stage.desk.requests("POST /integrations")[0]?.body).toEqual({ platform: "discord", workspaceId: "42" });
  expect(stage.text).not.toContain("Install the app instead");
});

test("the Slack app is installed by going on at Slack", async () => {
  await integrations();
  await stage.click("button", "Connect a chat");
  await stage.click("button", "Install the app instead…");
  await stage.sees("Go on at Slack");
  const link = page.getByRole("link", { name: "Go on at Slack" });
  await expect.element(link).toHaveAttribute("href", "https://slack.example/oauth?state=abc");
  expect(await barriers()).toEqual([]);
});

test.each([
  ["done", "The app is installed."],
  ["declined", "somebody declined it in Slack"],
  ["expired", "Please begin again."],
  ["failed", "The log of the server says why."],
])("who comes back from Slack reads how it ended: %s", async (outcome, text) => {
  await integrations(undefined, `/settings/integrations?install=${outcome}`);
  await stage.sees(text);
  expect(await barriers()).toEqual([]);
});

test("what the address says beside that is nobody's words on the page", async () => {
  await integrations(undefined, "/settings/integrations?install=%3Cb%3ECall%20us%3C/b%3E");
  await stage.sees("No chat is connected yet");
  expect(stage.text).not.toContain("Call us");
});

test("a channel is added with what it shall get", async () => {
  await integrations(({ desk }) => {
    desk.integrations.connect("slack", "Acme");
    desk.office.site("Shop", ["https://shop.example.com"]);
  });
  await stage.click("button", "Add a channel of Acme");
  await stage.click("button", "Save");
  await stage.sees("Enter the id of the channel.");
  await expect.poll(hasFocus(page.getByLabelText("Id of the channel in Slack"))).toBe(true);
  expect(await barriers()).toEqual([]);
  await stage.fill("Id of the channel in Slack", "C024BE91L");
  await stage.choose("In a ticket’s thread", "Messages are replies: the client gets them");
  await page.getByRole("checkbox", { name: "Urgent" }).click();
  await page.getByRole("checkbox", { name: "Shop" }).click();
  await stage.fill("Tags", "vip, eu");
  await stage.click("button", "Save");
  await stage.sees("Urgent · vip or eu · Shop");
  await stage.sees("Slack · Messages are replies: the client gets them");
  expect(stage.desk.integrations.channels).toMatchObject([
    {
      channelId: "C024BE91L",
      mode: "reply",
      fallback: false,
      filter: { categories: [], priorities: ["urgent"], tags: ["vip", "eu"], sites: [stage.desk.office.sites[0]?.id] },
    },
  ]);
  expect(await barriers()).toEqual([]);
});

test("a channel that is there is not added twice, and a second try is a new request", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("discord", "Guild");
    desk.integrations.add(workspace, "support", { channelId: "77" });
  });
  await stage.click("button", "Add a channel of Guild");
  await stage.fill("Id of the channel in Discord", "77");
  await stage.click("button", "Save");
  await stage.sees("Cards are shown in this channel already.");
  await stage.fill("Id of the channel in Discord", "78");
  await stage.click("button", "Save");
  await stage.sees("Saved.");
  const [first, second] = stage.desk.requests("POST /channels");
  expect(second?.key).not.toBe(first?.key);
});

test("a channel is edited, and keeps what it was given that is not there any more", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("slack", "Acme");
    const filter = { categories: ["retired"], priorities: ["high" as const], tags: [], sites: [] };
    desk.integrations.add(workspace, "support", { filter, fallback: true });
  });
  await stage.sees("What no other channel gets: retired · High");
  await stage.click("button", "Edit support");
  await page.getByRole("checkbox", { name: "High" }).click();
  await page.getByRole("checkbox", { name: "Only what no other channel gets" }).click();
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Save");
  await stage.sees("Saved.");
  expect(stage.desk.requests("PATCH /channels/{id}")[0]?.body).toEqual({
    mode: "discuss",
    fallback: false,
    filter: { categories: ["retired"], priorities: [], tags: [], sites: [] },
  });
});

test("what is broken says why and since when, and is tried again", async () => {
  await integrations(({ desk }) => {
    const broken = { state: "broken", reason: "The token was revoked.", since: "2025-06-02T09:00:00.000Z" } as const;
    const workspace = desk.integrations.connect("slack", "Acme", broken);
    desk.integrations.add(workspace, "support", { ...broken, reason: "The channel was archived." });
  });
  await stage.sees("The token was revoked.");
  await stage.sees("The channel was archived.");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Try again: Acme");
  await stage.sees("Acme is tried again, with all that waits.");
  await stage.seesNot("The token was revoked.");
  await stage.seesNot("The channel was archived.");
});

test("a channel is removed and a workspace disconnected when the admin is sure", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("slack", "Acme");
    desk.integrations.add(workspace, "support");
    desk.integrations.add(workspace, "billing");
  });
  await stage.click("button", "Remove billing");
  await stage.sees("Remove billing?");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Go back");
  expect(stage.desk.integrations.channels).toHaveLength(2);
  await stage.click("button", "Remove billing");
  await stage.click("button", "Remove the channel");
  await stage.sees("billing gets no more tickets.");
  await stage.click("button", "Disconnect Acme");
  await stage.sees("Disconnect Acme?");
  await stage.click("button", "Disconnect");
  await stage.sees("No chat is connected yet");
  expect(stage.desk.integrations.channels).toEqual([]);
});

test("others than admins do not see it", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Cleo Marsh");
  await stage.open("/settings/integrations");
  await stage.sees("There is nothing here");
  expect(stage.desk.requests("GET /integrations")).toEqual([]);
});
