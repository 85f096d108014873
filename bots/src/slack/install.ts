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

/** The app as Slack knows it, and where it sends an admin back to who allowed it. */
export interface SlackClientApp {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** Installs the app into more workspaces (https://docs.slack.dev/authentication/installing-with-oauth). */
export const createSlackInstall = (
  { id, secret, redirectUri }: SlackClientApp,
  options: SlackAccess = {},
): ChatInstall => ({
  url(state) {
    const url = new URL(options.slackApiUrl === undefined ? authorizeUrl : "/oauth/v2/authorize", options.slackApiUrl);
    const asked = { client_id: id, scope: botScopes.join(","), state, redirect_uri: redirectUri };
    url.search = new URLSearchParams(asked).toString();
    return url.href;
  },
  async exchange(code, signal) {
    const { oauth } = createSlackClient(options, "", signal);
    const answer = await oauth.v2
      .access({ client_id: id, client_secret: secret, code, redirect_uri: redirectUri })
      .catch((error: unknown) => {
        throw toChatFailure(error);
      });
    const { access_token: token, team, bot_user_id: botUserId } = answer;
    if (!token || !team?.id || !botUserId) throw new ChatFailure("refused", "Slack named no workspace.");
    return { workspace: { workspaceId: team.id, name: team.name ?? team.id, botUserId }, token };
  },
});
