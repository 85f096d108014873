import type { ThreadFile } from "@docket/api/chat-board";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import { second } from "@docket/core/time";
import type { RichTextBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { sendTo, unlessGone } from "./slack-failure.ts";

/** The most that is held in memory to be handed on, in bytes; a larger file stays in Docket. */
const mostBytes = 25 * 1024 * 1024;
const mostOfName = 200;

/** A file that Slack has and shows to nobody yet. */
export interface Uploaded {
  readonly id: string;
  readonly title: string;
}

/** Whether Slack takes a file of so many bytes; an empty one it does not. */
export const isSendable = (bytes: number): boolean => bytes > 0 && bytes <= mostBytes;

/** Ids of files begin with an F; those of messages are times. */
export const isFileId = (part: string): boolean => part.startsWith("F");

const read = async (file: ThreadFile): Promise<Blob> => {
  try {
    return await file.read();
  } catch {
    throw new ChatFailure("away", "A file of the message could not be read from Docket's storage.");
  }
};

const put = async (fetch: typeof globalThis.fetch, url: string, body: Blob): Promise<void> => {
  const { status, headers } = await sendTo(fetch, url, { method: "POST", body });
  if (status === 429)
    throw new ChatFailure(
      "busy",
      "Slack takes no more files for a while.",
      (Number(headers.get("retry-after")) || 30) * second,
    );
  if (status !== 200) throw new ChatFailure("away", `Slack answered to a file with the status ${status}.`);
};

/** Brings a file to Slack; null when Slack does not take such a file. */
export const uploadFile = async (
  client: WebClient,
  fetch: typeof globalThis.fetch,
  file: ThreadFile,
): Promise<Uploaded | null> => {
  if (!isSendable(file.size)) return null;
  const blob = await read(file);
  if (!isSendable(blob.size)) return null;
  const filename = file.name.toWellFormed().slice(0, mostOfName).toWellFormed();
  const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({ filename, length: blob.size });
  if (url === undefined || id === undefined) throw new ChatFailure("away", "Slack did not say where a file belongs.");
  await put(fetch, url, blob);
  return { id, title: filename };
};

/** Shows uploaded files in a thread, in one message with these words. */
export const shareFiles = async (
  client: WebClient,
  { channelId, threadTs }: { readonly channelId: string; readonly threadTs: string },
  [first, ...others]: readonly Uploaded[],
  words: RichTextBlock,
): Promise<void> => {
  if (first === undefined) return;
  await client.files.completeUploadExternal({
    channel_id: channelId,
    thread_ts: threadTs,
    files: [first, ...others],
    blocks: [words],
  });
};

/** Takes a file back, and the message that shows it in this channel. */
export const removeFile = async (client: WebClient, channelId: string, fileId: string): Promise<void> =>
  unlessGone(
    (async () => {
      const { file } = await client.files.info({ file: fileId });
      const { shares } = file ?? {};
      for (const { ts } of [...(shares?.public?.[channelId] ?? []), ...(shares?.private?.[channelId] ?? [])])
        if (ts !== undefined) await unlessGone(client.chat.delete({ channel: channelId, ts }));
      await client.files.delete({ file: fileId });
    })(),
  );
