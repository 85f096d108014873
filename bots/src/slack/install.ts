import type { ChatInstall } from "@docket/api/chat-board";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { SlackAccess } from "./slack-client.ts";
import { createSlackClient } from "./slack-client.ts";
import { toChatFailure } from "./slack-failure.ts";

/** What the app asks for; `slack-manifest.json` says the same, and docs/slack.md says why. */
export const botScopes: readonly string[] = [
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "links:read",
  "links:write",
  "reactions:read",
  "reactions:write",
  "users:read",
];

const authorizeUrl = "https://slack.com/oauth/v2/authorize";

/** Installs the app into more workspaces (https://docs.slack.dev/authentication/installing-with-oauth). */
export const createSlackInstall = (
  client: { readonly id: string; readonly secret: string },
  options: SlackAccess = {},
): ChatInstall => ({
  url(state) {
    const url = new URL(options.slackApiUrl === undefined ? authorizeUrl : "/oauth/v2/authorize", options.slackApiUrl);
    url.search = new URLSearchParams({ client_id: client.id, scope: botScopes.join(","), state }).toString();
    return url.href;
  },
  async exchange(code, signal) {
    const { oauth } = createSlackClient(options, "", signal);
    const answer = await oauth.v2
      .access({ client_id: client.id, client_secret: client.secret, code })
      .catch((error: unknown) => {
        throw toChatFailure(error);
      });
    const { access_token: token, team, bot_user_id: botUserId } = answer;
    if (!token || !team?.id || !botUserId) throw new ChatFailure("refused", "Slack named no workspace.");
    return { workspace: { workspaceId: team.id, name: team.name ?? team.id, botUserId }, token };
  },
});
