import type { ChannelAccess, ThreadFile, ThreadMessage } from "@docket/api/chat-board";
import type { PostedCard, SendAttempt } from "@docket/core/chat/card";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { APIMessage } from "discord-api-types/v10";
import { MessageFlags, RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import type { DiscordCalls } from "./discord-calls.ts";
import { errorCode, unless } from "./discord-failure.ts";
import { findMessages, idBefore, marked } from "./find-sent.ts";
import { idOf, partOf, showsFiles } from "../shown-files.ts";
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
export const homeOf = (
  { kind, channelId }: Pick<ChannelAccess, "kind" | "channelId">,
  { threadId }: PostedCard,
): string => (kind === "text" ? channelId : threadId);

/** The address of a card. */
export const cardUrl = (channel: Omit<ChannelAccess, "token">, posted: PostedCard): string =>
  `https://discord.com/channels/${channel.workspaceId}/${homeOf(channel, posted)}/${posted.cardId}`;

/** The thread of a card. */
export const threadOf = (channel: ChannelAccess, posted: PostedCard): CardThread => ({
  threadId: posted.threadId,
  url: cardUrl(channel, posted),
});

const fileOf = async ({ name, contentType, read }: ThreadFile) => ({
  name,
  contentType,
  data: new Uint8Array(await (await read()).arrayBuffer()),
});

const filesOf = ({ files }: MessagePart) => Promise.all(files.map(fileOf));

const sendPart = async (
  calls: DiscordCalls,
  threadId: string,
  part: MessagePart,
  nonce: string | null,
  mentions: string | null = null,
): Promise<string> => {
  const body = {
    content: part.content,
    // No preview of an address that a client wrote.
    flags: MessageFlags.SuppressEmbeds,
    ...only(mentions),
    ...(nonce === null ? {} : { nonce, enforce_nonce: true }),
  };
  const { id } = await calls.post<APIMessage>(Routes.channelMessages(threadId), body, await filesOf(part));
  return partOf(id, part.files);
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
export const joins = async (calls: DiscordCalls, threadId: string, userId: string): Promise<boolean> => {
  try {
    await calls.put(Routes.threadMembers(threadId, userId));
    return true;
  } catch (error) {
    if (!absent.includes(errorCode(error))) throw error;
    return false;
  }
};

/** Brings a message to a thread but for what of it has arrived there before. Returns its parts. */
export const sendParts = async (
  calls: DiscordCalls,
  { threadId, url }: CardThread,
  message: ThreadMessage,
  { key, since }: SendAttempt,
): Promise<readonly string[]> => {
  const mark = marked(url, key);
  const parts = renderThreadMessage(message, mark);
  const sent = since === null ? [] : [...(await findMessages(calls, threadId, mark, idBefore(since)))];
  const mentioned = message.mentions?.userId ?? null;
  for (const part of parts.slice(sent.length)) {
    const [first] = sent;
    sent.push(
      await (first === undefined
        ? sendPart(calls, threadId, part, key, mentioned)
        : sendPart(calls, threadId, part, `${sent.length}/${idOf(first)}`)),
    );
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

/** Changes one message of a thread. Files cannot be told apart there: where they are others, all are brought anew. */
const changePart = async (
  calls: DiscordCalls,
  threadId: string,
  before: string,
  part: MessagePart,
  mentions: string | null,
): Promise<string> => {
  const route = Routes.channelMessage(threadId, idOf(before));
  const { content, files } = part;
  const isSame = showsFiles(before, files);
  const standing = isSame === false ? null : await calls.patch<APIMessage>(route, { content, ...only(mentions) });
  if (standing === null || (isSame === null && standing.attachments.length !== files.length)) {
    const attachments = files.map((_, id) => ({ id }));
    await calls.patch(route, { content, ...only(mentions), attachments }, await filesOf(part));
  }
  return partOf(idOf(before), files);
};

/** Changes what stands in a thread to a message as it is now, its files too. Returns what then stands there. */
export const changeParts = async (
  calls: DiscordCalls,
  { threadId, url }: CardThread,
  before: readonly string[],
  message: ThreadMessage,
): Promise<readonly string[]> => {
  const mark = marked(url, message.id);
  const parts = renderThreadMessage(message, mark);
  const standing: string[] = [];
  for (const [i, one] of before.entries()) {
    const part = parts[i];
    try {
      // A change calls nobody, but without its mention a message is no longer one for whom it was.
      const mentioned = i === 0 ? (message.mentions?.userId ?? null) : null;
      if (part) standing.push(await changePart(calls, threadId, one, part, mentioned));
      else await calls.delete(Routes.channelMessage(threadId, idOf(one)));
    } catch (error) {
      if (errorCode(error) !== Code.UnknownMessage) throw error;
    }
  }
  const [first] = standing;
  if (first === undefined) throw new ChatFailure("gone", "The message is not in Discord any more.");
  if (parts.length <= before.length) return standing;
  const added = await addParts(calls, { threadId, url }, parts.slice(before.length), mark, standing.map(idOf));
  return [...standing, ...added];
};

/** Takes messages away; what is gone already is no failure. */
export const removeParts = async (calls: DiscordCalls, threadId: string, parts: readonly string[]): Promise<void> => {
  for (const part of parts)
    await unless([Code.UnknownMessage], calls.delete(Routes.channelMessage(threadId, idOf(part))));
};
