import type { App, Context } from "@slack/bolt";
import { deskOf, lookAfter } from "../asking.ts";

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

/** What may open a channel to the bot again, of which nothing came while it was shut. */
const opening: ReadonlySet<string> = new Set(["channel_unarchive", "group_unarchive", "member_joined_channel"]);

/**
 * Has the desk look again at what something happened to: what it shows admins is Slack's own answer. What was said in a
 * channel that the bot did not see comes with it.
 */
export const listenToLifecycle = (app: App): void => {
  const hear = (type: string, context: Context, channelId?: string): Promise<void> => {
    const body = { platform: "slack", workspaceId: context.teamId ?? "", ...(channelId ? { channelId } : {}) } as const;
    const tell = () => deskOf(context).bot.request("PUT /chat/changed", { body });
    return opening.has(type) ? lookAfter(context, tell) : tell();
  };
  for (const type of ofChannels)
    app.event(type, ({ event: { channel }, context }) =>
      hear(type, context, typeof channel === "string" ? channel : channel.id),
    );
  for (const type of ofMembers)
    app.event(type, async ({ event, context }) => {
      if (event.user === context.botUserId) await hear(type, context, event.channel);
    });
  for (const type of ofApp) app.event(type, ({ context }) => hear(type, context));
};
