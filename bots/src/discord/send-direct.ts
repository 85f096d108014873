import type { DirectMessage } from "@docket/api/chat-board";
import type { SendAttempt } from "@docket/core/chat/card";
import type { APIChannel, APIMessage } from "discord-api-types/v10";
import { MessageFlags, Routes } from "discord-api-types/v10";
import type { DiscordCalls } from "./discord-calls.ts";
import { findMessages, idBefore, marked } from "./find-sent.ts";
import { renderDirect } from "./render/thread-message.ts";
import { cardUrl, nobody } from "./thread-parts.ts";

/** Sends a line to a channel, unless an earlier try has. */
export const sendLine = async (
  calls: DiscordCalls,
  channelId: string,
  { text, url, card }: DirectMessage,
  { key, since }: SendAttempt,
): Promise<void> => {
  const mark = marked(url, key);
  const sent = since === null ? [] : await findMessages(calls, channelId, mark, idBefore(since));
  if (sent.length > 0) return;
  await calls.post<APIMessage>(Routes.channelMessages(channelId), {
    content: renderDirect(text, mark, card && cardUrl(card.channel, card.posted)),
    flags: MessageFlags.SuppressEmbeds,
    nonce: key,
    enforce_nonce: true,
    ...nobody,
  });
};

/** Sends somebody a direct message, unless an earlier try has. */
export const sendDirect = async (
  calls: DiscordCalls,
  userId: string,
  message: DirectMessage,
  attempt: SendAttempt,
): Promise<void> => {
  const { id } = await calls.post<APIChannel>(Routes.userChannels(), { recipient_id: userId });
  await sendLine(calls, id, message, attempt);
};
