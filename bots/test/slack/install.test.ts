import { ChatFailure } from "@docket/core/chat/chat-failure";
import { minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { botScopes, createSlackInstall } from "../../src/slack/install.ts";
import { FakeSlack } from "./fake-slack.ts";
import type { Workspace } from "./state.ts";

let slack: FakeSlack;
let workspace: Workspace;

beforeEach(async () => {
  slack = await FakeSlack.start();
  workspace = slack.addWorkspace("Other", null);
});
afterEach(() => slack.stop());

const redirectUri = "https://desk.test/hooks/slack/oauth";

const install = (secret = slack.clientSecret) =>
  createSlackInstall({ id: slack.clientId, secret, redirectUri }, { slackApiUrl: slack.apiUrl });

const newCode = (): string => {
  const user = slack.addUser(workspace, "Ada");
  return slack.codes.add({ workspace, user, scopes: botScopes, redirectUri, until: slack.now() + minute });
};

const signal = new AbortController().signal;

test("an admin is sent to Slack with what the app asks for, and what they bring back is a token", async () => {
  const url = new URL(install().url("state-1"));
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: slack.clientId,
    scope: botScopes.join(","),
    state: "state-1",
    redirect_uri: redirectUri,
  });
  const code = newCode();
  const exchanged = await install().exchange(code, signal);
  const { id: workspaceId, name, install: installed } = workspace;
  expect(exchanged).toEqual({
    workspace: { workspaceId, name, botUserId: installed?.botUserId },
    token: installed?.token,
  });
  await expect(install().exchange(code, signal)).rejects.toBeInstanceOf(ChatFailure);
});

test("a code that nobody gave, and a wrong secret, are refused without naming either", async () => {
  const code = newCode();
  const failures = await Promise.allSettled([
    install().exchange("code.made-up", signal),
    install("another secret").exchange(code, signal),
  ]);
  for (const failure of failures) {
    const reason: unknown = failure.status === "rejected" ? failure.reason : null;
    expect(reason).toBeInstanceOf(ChatFailure);
    expect(String(reason)).not.toMatch(/made-up|another secret|code\./);
  }
});
