import type { ChannelAccess } from "@docket/api/chat-board";
import { AppRemoved, ChatFailure } from "@docket/core/chat/chat-failure";
import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import type { GuardedChannel } from "./channel-permissions.ts";
import { lookUpPermissions, missingPermissions } from "./channel-permissions.ts";
import type { DiscordCalls } from "./discord-calls.ts";
import { errorCode, toChatFailure } from "./discord-failure.ts";

/** A channel whose kind need not be known. */
type Place = Omit<ChannelAccess, "kind"> & Partial<Pick<ChannelAccess, "kind">>;

/** Whether the bot was put out of the server. */
const isShutOut = async (calls: DiscordCalls, workspaceId: string): Promise<boolean> => {
  try {
    await calls.get(Routes.guild(workspaceId));
    return false;
  } catch (error) {
    const code = errorCode(error);
    return code === Code.MissingAccess || code === Code.UnknownGuild;
  }
};

/** Finds out more about an error that may mean several things; null where there is no more to it. */
const lookCloser = async (calls: DiscordCalls, error: unknown, place: Place): Promise<ChatFailure | null> => {
  const { workspaceId, channelId, kind = "text" } = place;
  switch (errorCode(error)) {
    case Code.MissingAccess:
      return (await isShutOut(calls, workspaceId))
        ? new AppRemoved("The bot is not in the server: invite it again.")
        : null;
    case Code.UnknownChannel:
      // A thread is a channel too. When only that is gone, this one is found; else it fails for the right reason.
      await calls.get(Routes.channel(channelId));
      return new ChatFailure("gone", "The thread is not in Discord any more.");
    case Code.MissingPermissions: {
      const channel = await calls.get<GuardedChannel>(Routes.channel(channelId));
      const missing = missingPermissions(await lookUpPermissions(calls, channel), kind);
      if (missing.length === 0) return null;
      return new ChatFailure("channel", `The bot lacks permissions in the channel: ${missing.join(", ")}.`);
    }
    default:
      return null;
  }
};

/** Why a call about this channel failed. */
export const diagnose = async (calls: DiscordCalls, error: unknown, place: Place): Promise<unknown> => {
  const plain = toChatFailure(error);
  try {
    return (await lookCloser(calls, error, place)) ?? plain;
  } catch (closer) {
    return errorCode(closer) === null ? plain : toChatFailure(closer);
  }
};
