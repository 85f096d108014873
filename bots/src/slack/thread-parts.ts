import type { ThreadMessage } from "@docket/api/chat-board";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { WebClient } from "@slack/web-api";
import type { Content } from "./post.ts";
import { change, post } from "./post.ts";
import { renderFiles, renderMessage } from "./render/thread-message.ts";
import type { Arrived, SentMark } from "./sent-mark.ts";
import { findArrived, markBlocks } from "./sent-mark.ts";
import { chatFailureOf, unlessGone } from "./slack-failure.ts";
import type { Uploaded } from "./thread-files.ts";
import { isSendable, shareFiles, uploadFile } from "./thread-files.ts";

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

const uploadAll = async (
  client: WebClient,
  fetch: typeof globalThis.fetch,
  { files }: ThreadMessage,
): Promise<{ readonly uploaded: readonly Uploaded[]; readonly unshown: readonly string[] }> => {
  const uploaded: Uploaded[] = [];
  const unshown: string[] = [];
  for (const file of files) {
    const done = await uploadFile(client, fetch, file);
    if (done === null) unshown.push(file.name);
    else uploaded.push(done);
  }
  return { uploaded, unshown };
};

/** The names of files that Slack does not take. */
export const namesOfUnsendable = ({ files }: ThreadMessage): readonly string[] =>
  files.filter(({ size }) => !isSendable(size)).map(({ name }) => name);

/** Brings a message to a thread but for what of it has arrived there before. Returns the ids of its parts and files. */
export const bringParts = async (
  client: WebClient,
  fetch: typeof globalThis.fetch,
  place: Place,
  message: ThreadMessage,
  key: string,
  arrived: ReadonlyMap<string, Arrived>,
): Promise<readonly string[]> => {
  const sharedBefore = arrived.get("files")?.fileIds ?? null;
  const { uploaded, unshown } =
    sharedBefore === null
      ? await uploadAll(client, fetch, message)
      : { uploaded: [], unshown: namesOfUnsendable(message) };
  const contents = renderMessage(message, unshown);
  const count = Math.max(contents.length, ...[...arrived.keys()].map((part) => Number(part) + 1 || 0));
  const parts: string[] = [];
  for (let part = 0; part < count; part++) {
    const before = arrived.get(String(part));
    const content = contents[part];
    if (before) parts.push(before.ts);
    else if (content) parts.push(await sendPart(client, place, content, { key, part }));
  }
  const [words] = markBlocks([renderFiles(message, uploaded.length)], { key, part: "files" });
  if (words) await shareFiles(client, place, uploaded, words);
  return [...parts, ...(sharedBefore ?? uploaded.map(({ id }) => id))];
};

/** Changes what stands in a thread to these contents. Returns the ids of what then stands there. */
export const changeParts = async (
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
