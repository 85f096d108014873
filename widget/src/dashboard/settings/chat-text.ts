import type { ChatPlatform } from "@docket/core/chat/platform";
import type { ChatView, WorkspaceView } from "@docket/core/contract/integration";
import { msg, str } from "@lit/localize";
import { platformText } from "./platform-text.ts";

/** What to put into the settings of the server so that this chat can be connected, and where that is explained. */
export const settingsText = (platform: ChatPlatform): string =>
  ({
    slack: msg(
      "Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for several workspaces: docs/slack.md says where they are.",
    ),
    discord: msg("Set DISCORD_TOKEN: docs/discord.md says where it is."),
  })[platform];

/** The name of a workspace in a choice: told from another of that name, and from those that are not connected. */
export const workspaceName = (
  { workspaceId, name, integrationId }: WorkspaceView,
  all: readonly WorkspaceView[],
): string => {
  const isShared = all.filter((other) => other.name === name).length > 1;
  const full = isShared ? msg(str`${name} (${workspaceId})`) : name;
  return integrationId === null ? full : msg(str`${full}: connected`);
};

/** What to do first where no chat is connected; `usable` are those that the settings know, as far as that was read. */
export const setUpText = (usable: readonly ChatView[] | undefined): string => {
  if (usable === undefined) return msg("Connect a chat, then add the channels that should show tickets.");
  if (usable.length === 0) {
    return msg(
      "Put the token of a bot into the settings of the server; the guides to Slack and Discord that came with Docket lead through it. Then connect the chat here.",
    );
  }
  const names = usable.map(({ platform }) => platformText(platform)).join(msg(" or "));
  return msg(str`Connect ${names}, then add the channels that should show tickets.`);
};
