import type { ChannelAccess } from "@docket/api/chat-board";
import type { CardView, PostedCard, SendAttempt } from "@docket/core/chat/card";
import type { APIMessage, APIThreadChannel } from "discord-api-types/v10";
import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import { archiveAfter, isOver, settleThread, tagsFor } from "./card-thread.ts";
import type { DiscordCalls } from "./discord-calls.ts";
import { unless } from "./discord-failure.ts";
import { findMessages, findPost, idBefore, marked } from "./find-sent.ts";
import type { CardMessage } from "./render/card.ts";
import { renderCard, threadName } from "./render/card.ts";
import { nobody } from "./thread-parts.ts";

interface Sending {
  readonly card: CardView;
  readonly attempt: SendAttempt;
  readonly mark: string;
  readonly message: CardMessage & typeof nobody;
}

/** A post of a forum is thread and card in one call. */
const openPost = async (calls: DiscordCalls, forum: ChannelAccess, sending: Sending): Promise<PostedCard> => {
  const { card, attempt, mark, message } = sending;
  const found = attempt.since === null ? null : await findPost(calls, forum, mark, attempt.since);
  if (found !== null) return { cardId: found, threadId: found };
  const { id } = await calls.post<APIThreadChannel>(Routes.threads(forum.channelId), {
    name: threadName(card),
    auto_archive_duration: archiveAfter.open,
    applied_tags: await tagsFor(calls, forum, card, []),
    message,
  });
  return { cardId: id, threadId: id };
};

/** In a text channel the card is sent first; its thread gets the same id. An earlier try may have ended in between. */
const postInText = async (calls: DiscordCalls, { channelId }: ChannelAccess, sending: Sending): Promise<PostedCard> => {
  const { card, attempt, mark, message } = sending;
  const { key, since } = attempt;
  const [found] = since === null ? [] : await findMessages(calls, channelId, mark, idBefore(since));
  const body = { ...message, nonce: key, enforce_nonce: true };
  const id = found ?? (await calls.post<APIMessage>(Routes.channelMessages(channelId), body)).id;
  const thread = { name: threadName(card), auto_archive_duration: archiveAfter.open };
  await unless([Code.ThreadAlreadyCreatedForMessage], calls.post(Routes.threads(channelId, id), thread));
  return { cardId: id, threadId: id };
};

/** Sends a card with its thread, unless an earlier try has. */
export const postCard = async (
  calls: DiscordCalls,
  channel: ChannelAccess,
  card: CardView,
  attempt: SendAttempt,
): Promise<PostedCard> => {
  const mark = marked(card.url, attempt.key);
  const sending = { card, attempt, mark, message: { ...renderCard(card, mark), ...nobody } };
  const posted = await (channel.kind === "forum" ? openPost : postInText)(calls, channel, sending);
  if (isOver(card)) await settleThread(calls, channel, posted.threadId, card, () => Promise.resolve());
  return posted;
};
