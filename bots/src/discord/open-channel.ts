import type { ChannelAccess } from "@docket/api/chat-board";
import { ChatFailure, UnknownChannel } from "@docket/core/chat/chat-failure";
import type { ChannelKind } from "@docket/core/chat/platform";
import type { APIGuildForumChannel, APIGuildForumTag } from "discord-api-types/v10";
import { ChannelType, PermissionFlagsBits, RESTJSONErrorCodes, Routes } from "discord-api-types/v10";
import type { GuardedChannel } from "./channel-permissions.ts";
import { lookUpPermissions, missingPermissions } from "./channel-permissions.ts";
import type { DiscordCalls } from "./discord-calls.ts";
import { errorCode } from "./discord-failure.ts";
import { missingTags, tagLimits } from "./render/tags.ts";

const kinds: Readonly<Partial<Record<ChannelType, ChannelKind>>> = {
  [ChannelType.GuildText]: "text",
  [ChannelType.GuildForum]: "forum",
};

type Found = GuardedChannel &
  Pick<APIGuildForumChannel, "id" | "name" | "type"> & {
    readonly available_tags?: readonly APIGuildForumTag[];
  };

/** Gives a forum the tags for status and priority that it lacks; those of others stay. */
const makeTags = async (calls: DiscordCalls, forum: Found, held: bigint): Promise<void> => {
  const { id, available_tags: there = [] } = forum;
  const missing = missingTags(there);
  if (missing.length === 0) return;
  if (there.length + missing.length > tagLimits.forum)
    throw new ChatFailure(
      "channel",
      `The forum has ${there.length} tags, Docket needs ${missing.length} more, and Discord allows ${tagLimits.forum}: remove some.`,
    );
  if ((held & PermissionFlagsBits.ManageChannels) === 0n)
    throw new ChatFailure(
      "channel",
      `The forum lacks tags: give the bot Manage Channels, or make them yourself: ${missing.map(({ name }) => name).join(", ")}.`,
    );
  const tags = missing.map(({ name, emoji }) => ({ name, emoji_name: emoji, moderated: false }));
  await calls.patch(Routes.channel(id), { available_tags: [...there, ...tags] });
};

/** What Discord takes for no id at all is no channel. */
const find = async (calls: DiscordCalls, channelId: string): Promise<Found> => {
  try {
    return await calls.get<Found>(Routes.channel(channelId));
  } catch (error) {
    const isNone = errorCode(error) === RESTJSONErrorCodes.InvalidFormBodyOrContentType;
    throw isNone ? new UnknownChannel("Discord knows no channel of this id.") : error;
  }
};

/** Looks whether cards can be shown in a channel, and gives a forum its tags. */
export const openChannel = async (
  calls: DiscordCalls,
  { workspaceId, channelId }: Omit<ChannelAccess, "kind">,
): Promise<{ readonly name: string; readonly kind: ChannelKind }> => {
  const channel = await find(calls, channelId);
  const kind = kinds[channel.type];
  if (channel.guild_id !== workspaceId) throw new UnknownChannel("The channel is in another server.");
  if (!kind) throw new ChatFailure("channel", "The channel is neither a text channel nor a forum.");
  const held = await lookUpPermissions(calls, channel);
  const missing = missingPermissions(held, kind);
  if (missing.length > 0)
    throw new ChatFailure("channel", `The bot lacks permissions in the channel: ${missing.join(", ")}.`);
  if (kind === "forum") await makeTags(calls, channel, held);
  return { name: channel.name, kind };
};
