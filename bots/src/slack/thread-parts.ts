import type { ThreadMessage } from "@docket/api/chat-board";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { WebClient } from "@slack/web-api";
import type { Content } from "./post.ts";
import { change, post } from "./post.ts";
import { renderFiles, renderMessage } from "./render/thread-message.ts";
import type { Arrived, SentMark } from "./sent-mark.ts";
import { findArrived, markBlocks } from "./sent-mark.ts";
import { chatFailureOf, unlessGone } from "./slack-failure.ts";
import { idOf, partOf, showsFiles } from "../shown-files.ts";
import type { Uploaded } from "./thread-files.ts";
import { isFileId, isSendable, removeFile, shareFiles, uploadFile } from "./thread-files.ts";

/** A thread in a channel. */
export interface Place {
  readonly channelId: string;
  readonly threadTs: string;
}

/** Sends one part of a message to a thread. Returns its id. */
const sendPart = async (client: WebClient, place: Place, content: Content, mark: SentMark): Promise<string> => {
  const { channelId, threadTs } = place;
  const { ts = "", message } = await post(client, channelId, content, "docket_message", mark, threadTs);
  if (message?.thread_ts === threadTs) return ts;
  // When the card is gone Slack puts what was meant for its thread into the channel.
  await unlessGone(client.chat.delete({ channel: channelId, ts }));
  throw new ChatFailure("gone", "The thread is not in Slack any more.");
};

/** Files that Slack has, as parts of their message too, and the names of those that it does not take. */
interface Brought {
  readonly uploaded: readonly Uploaded[];
  readonly parts: readonly string[];
  readonly unshown: readonly string[];
}

const uploadAll = async (
  client: WebClient,
  fetch: typeof globalThis.fetch,
  { files }: ThreadMessage,
): Promise<Brought> => {
  const uploaded: Uploaded[] = [];
  const parts: string[] = [];
  const unshown: string[] = [];
  for (const file of files) {
    const done = await uploadFile(client, fetch, file);
    if (done === null) unshown.push(file.name);
    else {
      uploaded.push(done);
      parts.push(partOf(done.id, [file]));
    }
  }
  return { uploaded, parts, unshown };
};

const shareAll = async (
  client: WebClient,
  place: Place,
  message: ThreadMessage,
  uploaded: readonly Uploaded[],
  key: string,
): Promise<void> => {
  const [words] = markBlocks([renderFiles(message, uploaded.length)], { key, part: "files" });
  if (words) await shareFiles(client, place, uploaded, words);
};

const sendable = ({ files }: ThreadMessage) => files.filter(({ size }) => isSendable(size));

/** The names of files that Slack does not take. */
const namesOfUnsendable = ({ files }: ThreadMessage): readonly string[] =>
  files.filter(({ size }) => !isSendable(size)).map(({ name }) => name);

/** Brings a message to a thread but for what of it has arrived there before. Returns its parts, files too. */
export const bringParts = async (
  client: WebClient,
  fetch: typeof globalThis.fetch,
  place: Place,
  message: ThreadMessage,
  key: string,
  arrived: ReadonlyMap<string, Arrived>,
): Promise<readonly string[]> => {
  const sharedBefore = arrived.get("files")?.fileIds ?? null;
  const files: Brought =
    sharedBefore === null
      ? await uploadAll(client, fetch, message)
      : { uploaded: [], parts: sharedBefore, unshown: namesOfUnsendable(message) };
  const contents = renderMessage(message, files.unshown);
  const count = Math.max(contents.length, ...[...arrived.keys()].map((part) => Number(part) + 1 || 0));
  const parts: string[] = [];
  for (let part = 0; part < count; part++) {
    const before = arrived.get(String(part));
    const content = contents[part];
    if (before) parts.push(before.ts);
    else if (content) parts.push(await sendPart(client, place, content, { key, part }));
  }
  await shareAll(client, place, message, files.uploaded, key);
  return [...parts, ...files.parts];
};

/** Changes what stands in a thread to these contents. Returns the ids of what then stands there. */
const changeParts = async (
  client: WebClient,
  place: Place,
  parts: readonly string[],
  contents: readonly Content[],
  key: string,
): Promise<readonly string[]> => {
  const { channelId: channel, threadTs } = place;
  const standing: string[] = [];
  for (const [i, ts] of parts.entries()) {
    const content = contents[i];
    try {
      await (content ? change(client, channel, ts, content) : client.chat.delete({ channel, ts }));
      if (content) standing.push(ts);
    } catch (error) {
      if (chatFailureOf(error)?.kind !== "gone") throw error;
    }
  }
  if (standing.length === 0) throw new ChatFailure("gone", "The message is not in Slack any more.");
  if (contents.length <= parts.length) return standing;
  const arrived = await findArrived(client, place, key, Number(threadTs) * 1000);
  for (let part = parts.length; part < contents.length; part++) {
    const before = arrived.get(String(part))?.ts;
    const content = contents[part];
    if (content === undefined) continue;
    if (before !== undefined && !parts.includes(before)) {
      await change(client, channel, before, content);
      standing.push(before);
    } else standing.push(await sendPart(client, place, content, { key, part }));
  }
  return standing;
};

/** Whether the files that stand there are these; one of which that is not known may be any. */
const areShown = (parts: readonly string[], files: ThreadMessage["files"]): boolean =>
  parts.length === files.length && files.every((file, i) => showsFiles(parts[i] ?? "", [file]) !== false);

/** Changes what stands in a thread to a message as it is now, its files too. Returns what then stands there. */
export const changeMessage = async (
  client: WebClient,
  fetch: typeof globalThis.fetch,
  place: Place,
  before: readonly string[],
  message: ThreadMessage,
): Promise<readonly string[]> => {
  const words = before.filter((part) => !isFileId(part));
  const files = before.filter(isFileId);
  const wanted = sendable(message);
  const change = (): Promise<readonly string[]> =>
    changeParts(client, place, words, renderMessage(message, namesOfUnsendable(message)), message.id);
  if (areShown(files, wanted))
    return [...(await change()), ...files.map((part, i) => partOf(idOf(part), wanted.slice(i, i + 1)))];
  // They stand in one message, which says how many they are: all are taken back, also what an earlier try has brought.
  const arrived = await findArrived(client, place, message.id, Number(place.threadTs) * 1000);
  for (const id of new Set([...files.map(idOf), ...(arrived.get("files")?.fileIds ?? [])]))
    await removeFile(client, place.channelId, id);
  const standing = await change();
  const { uploaded, parts } = await uploadAll(client, fetch, message);
  await shareAll(client, place, message, uploaded, message.id);
  return [...standing, ...parts];
};
