import type { App } from "@slack/bolt";
import { deskOf } from "../asking.ts";

/** What happens to a channel (https://docs.slack.dev/reference/events). */
const ofChannels = [
  "channel_archive",
  "channel_deleted",
  "channel_left",
  "channel_rename",
  "channel_unarchive",
  "group_archive",
  "group_deleted",
  "group_left",
  "group_rename",
  "group_unarchive",
] as const;
/** The bot comes and goes, and so does everybody else. */
const ofMembers = ["member_joined_channel", "member_left_channel"] as const;
/** What happens to the app in a workspace. */
const ofApp = ["app_uninstalled", "tokens_revoked"] as const;

/** The events of Slack that tell what became of a channel, or of the app. */
export const lifecycleEvents = [...ofChannels, ...ofMembers, ...ofApp] as const;

/** Has the desk look again at what something happened to: what it shows admins is Slack's own answer. */
export const listenToLifecycle = (app: App): void => {
  for (const type of ofChannels)
    app.event(type, async ({ event: { channel }, context }) => {
      const channelId = typeof channel === "string" ? channel : channel.id;
      const changed = { platform: "slack", workspaceId: context.teamId ?? "", channelId } as const;
      await deskOf(context).bot.request("PUT /chat/changed", { body: changed });
    });
  for (const type of ofMembers)
    app.event(type, async ({ event, context }) => {
      if (event.user !== context.botUserId) return;
      const changed = { platform: "slack", workspaceId: context.teamId ?? "", channelId: event.channel } as const;
      await deskOf(context).bot.request("PUT /chat/changed", { body: changed });
    });
  for (const type of ofApp)
    app.event(type, async ({ context }) => {
      const changed = { platform: "slack", workspaceId: context.teamId ?? "" } as const;
      await deskOf(context).bot.request("PUT /chat/changed", { body: changed });
    });
};
