import type { Receipt } from "@docket/core/chat/card";
import type { APIMessage } from "discord-api-types/v10";
import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import type { DiscordCalls } from "./discord-calls.ts";
import { unless } from "./discord-failure.ts";

const reactions: Readonly<Record<Receipt, string>> = { note: "📝", sent: "✅", kept: "📭", failed: "❌" };

/** Puts a receipt on a message as a reaction of the bot, in place of an earlier one. */
export const markMessage = async (
  calls: DiscordCalls,
  threadId: string,
  messageId: string,
  receipt: Receipt,
): Promise<void> => {
  const { reactions: there = [] } = await calls.get<APIMessage>(Routes.channelMessage(threadId, messageId));
  const mine = new Set(there.filter(({ me }) => me).map(({ emoji }) => emoji.name));
  const wanted = reactions[receipt];
  const routeOf = (emoji: string): `/${string}` =>
    Routes.channelMessageOwnReaction(threadId, messageId, encodeURIComponent(emoji));
  for (const emoji of Object.values(reactions))
    if (emoji !== wanted && mine.has(emoji)) await unless([Code.UnknownEmoji], calls.delete(routeOf(emoji)));
  if (!mine.has(wanted)) await calls.put(routeOf(wanted));
};
