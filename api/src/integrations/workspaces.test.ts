import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatList, IntegrationView, WorkspaceList } from "@docket/core/contract/integration";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refusal } from "../../test/answers.ts";
import { slackToken, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import type { ChatInstall } from "./chat-board.ts";

let desk: Desk;
let slack: FakeBoard;
let admin: Caller;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk());
  admin = await desk.person("admin", "Dora");
});
afterEach(() => desk.stop());

const install: ChatInstall = {
  url: (state) => state,
  exchange: () => Promise.reject(new ChatFailure("workspace", "")),
};

test.each([
  ["nothing", () => ({}), { slack: [false, false], discord: [false, false] }],
  [
    "a token",
    (board: FakeBoard) => ({ slack: { board, token: "x" } }),
    { slack: [true, false], discord: [false, false] },
  ],
  [
    "an app without a token",
    (board: FakeBoard) => ({ slack: { board, token: null, install }, discord: { board, token: "y" } }),
    { slack: [false, true], discord: [true, false] },
  ],
])("settings with %s say what can be done with each chat", async (_, chats, expected) => {
  Object.assign(desk.services, { chats: chats(slack) });
  const { items } = (await admin.get<ChatList>("/chats")).body;
  expect(Object.fromEntries(items.map((chat) => [chat.platform, [chat.canConnect, chat.canInstall]]))).toEqual(
    expected,
  );
});

test("the workspaces of the bot are listed by name, and as what each is connected", async () => {
  const workspace = (workspaceId: string) => ({ workspaceId, name: `Acme ${workspaceId}`, botUserId: "UBOT" });
  slack.workspacesOf.set(slackToken, [workspace("T2"), workspace("T1")]);
  const listed = async () => (await admin.get<WorkspaceList>("/workspaces?platform=slack")).body.items;
  expect(await listed()).toEqual([
    { workspaceId: "T2", name: "Acme T2", integrationId: null },
    { workspaceId: "T1", name: "Acme T1", integrationId: null },
  ]);
  const input = { platform: "slack", workspaceId: "T1" };
  const { id } = (await admin.post<IntegrationView>("/integrations", input)).body;
  expect((await listed()).map(({ integrationId }) => integrationId)).toEqual([null, id]);
});

test("a bot that is nowhere has none, and a chat that refuses says why", async () => {
  slack.workspacesOf.delete(slackToken);
  expect((await admin.get<WorkspaceList>("/workspaces?platform=slack")).body.items).toEqual([]);
  slack.trouble = () => new ChatFailure("workspace", "The token was revoked.");
  const revoked = await admin.get<{ detail: string }>("/workspaces?platform=slack");
  expect([refusal(revoked), revoked.body.detail]).toEqual(["502 integration.failed", "The token was revoked."]);
  Object.assign(desk.services, { chats: { slack: { board: slack, token: null } } });
  for (const platform of ["slack", "discord"]) {
    expect(refusal(await admin.get(`/workspaces?platform=${platform}`))).toBe("409 integration.not_configured");
  }
});
