import type { ChannelAccess, ThreadFile, ThreadMessage } from "@docket/api/chat-board";
import type { PostedCard, SendAttempt } from "@docket/core/chat/card";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { APIMessage } from "discord-api-types/v10";
import { MessageFlags, RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import type { DiscordCalls } from "./discord-calls.ts";
import { errorCode, unless } from "./discord-failure.ts";
import { findMessages, idBefore, marked } from "./find-sent.ts";
import type { MessagePart } from "./render/thread-message.ts";
import { renderThreadMessage } from "./render/thread-message.ts";

/** Nothing in what Docket sends notifies anybody. */
export const nobody = { allowed_mentions: { parse: [] } } as const;

/** But for the one person whom it is meant to tell something. */
const only = (userId: string | null) =>
  userId === null ? nobody : { allowed_mentions: { parse: [], users: [userId] } };

/** The thread of a card, and an address that leads to the card. */
export interface CardThread {
  readonly threadId: string;
  readonly url: string;
}

/** Where a card stands: in a text channel, or in its own thread where that is a post of a forum. */
export const homeOf = ({ kind, channelId }: ChannelAccess, { threadId }: PostedCard): string =>
  kind === "text" ? channelId : threadId;

/** The thread of a card. */
export const threadOf = (channel: ChannelAccess, posted: PostedCard): CardThread => ({
  threadId: posted.threadId,
  url: `https://discord.com/channels/${channel.workspaceId}/${homeOf(channel, posted)}/${posted.cardId}`,
});

const fileOf = async ({ name, contentType, read }: ThreadFile) => ({
  name,
  contentType,
  data: new Uint8Array(await (await read()).arrayBuffer()),
});

const sendPart = async (
  calls: DiscordCalls,
  threadId: string,
  { content, files }: MessagePart,
  nonce: string | null,
  mentions: string | null = null,
): Promise<string> => {
  const body = {
    content,
    // No preview of an address that a client wrote.
    flags: MessageFlags.SuppressEmbeds,
    ...only(mentions),
    ...(nonce === null ? {} : { nonce, enforce_nonce: true }),
  };
  const { id } = await calls.post<APIMessage>(
    Routes.channelMessages(threadId),
    body,
    await Promise.all(files.map(fileOf)),
  );
  return id;
};

/** What Discord answers of somebody who left the server, or may not see the thread. */
const absent: readonly unknown[] = [
  Code.UnknownMember,
  Code.UnknownUser,
  Code.MissingAccess,
  Code.MissingPermissions,
  Code.InvalidFormBodyOrContentType,
];

/** Has somebody follow a thread: only then do they find it in their list. False when they cannot. */
const joins = async (calls: DiscordCalls, threadId: string, userId: string): Promise<boolean> => {
  try {
    await calls.put(Routes.threadMembers(threadId, userId));
    return true;
  } catch (error) {
    if (!absent.includes(errorCode(error))) throw error;
    return false;
  }
};

/** Brings a message to a thread but for what of it has arrived there before. Returns the ids of its parts. */
export const sendParts = async (
  calls: DiscordCalls,
  { threadId, url }: CardThread,
  message: ThreadMessage,
  { key, since }: SendAttempt,
): Promise<readonly string[]> => {
  const mark = marked(url, key);
  const parts = renderThreadMessage(message, mark);
  const sent = since === null ? [] : [...(await findMessages(calls, threadId, mark, idBefore(since)))];
  const { mentions } = message;
  if (mentions !== null && sent.length === 0 && !(await joins(calls, threadId, mentions))) return sent;
  for (const part of parts.slice(sent.length)) {
    const [first] = sent;
    sent.push(await sendPart(calls, threadId, part, first === undefined ? key : `${sent.length}/${first}`, mentions));
  }
  return sent;
};

/** Adds parts to a message that got longer; what an earlier try has added counts. */
const addParts = async (
  calls: DiscordCalls,
  { threadId }: CardThread,
  parts: readonly MessagePart[],
  mark: string,
  standing: readonly string[],
): Promise<readonly string[]> => {
  const found = await findMessages(calls, threadId, mark, standing[0] ?? "0");
  const there = found.filter((id) => !standing.includes(id));
  const added: string[] = [];
  for (const [i, part] of parts.entries()) {
    const id = there[i];
    if (id === undefined) added.push(await sendPart(calls, threadId, part, null));
    else added.push(id);
  }
  return added;
};

/** Changes what stands in a thread to a message as it is now. Returns the ids of what then stands there. */
export const changeParts = async (
  calls: DiscordCalls,
  { threadId, url }: CardThread,
  ids: readonly string[],
  message: ThreadMessage,
): Promise<readonly string[]> => {
  const mark = marked(url, message.id);
  const parts = renderThreadMessage(message, mark);
  const standing: string[] = [];
  for (const [i, id] of ids.entries()) {
    const content = parts[i]?.content;
    const route = Routes.channelMessage(threadId, id);
    try {
      await (content === undefined ? calls.delete(route) : calls.patch(route, { content, ...nobody }));
      if (content !== undefined) standing.push(id);
    } catch (error) {
      if (errorCode(error) !== Code.UnknownMessage) throw error;
    }
  }
  const [first] = standing;
  if (first === undefined) throw new ChatFailure("gone", "The message is not in Discord any more.");
  if (parts.length <= ids.length) return standing;
  return [...standing, ...(await addParts(calls, { threadId, url }, parts.slice(ids.length), mark, standing))];
};

/** Takes messages away; what is gone already is no failure. */
export const removeParts = async (calls: DiscordCalls, threadId: string, ids: readonly string[]): Promise<void> => {
  for (const id of ids) await unless([Code.UnknownMessage], calls.delete(Routes.channelMessage(threadId, id)));
};
