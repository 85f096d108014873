import type { Attachment, Message, MessageSnapshot } from "discord.js";
import { MessageReferenceType } from "discord-api-types/v10";
import { markerFirst } from "@docket/core/chat/relay";
import type { MessageParts } from "../desk/open-from-message.ts";
import { Refusal } from "../desk/outcome.ts";
import { quoted } from "../desk/quoted.ts";
import type { ThreadContent, ThreadUpload } from "../desk/relay.ts";
import { filePatience } from "../desk/relay.ts";
import { wordsOf } from "./words-of.ts";

/** How files of messages are fetched, and where they may come from. */
export interface FileSource {
  readonly fetch: typeof globalThis.fetch;
  readonly fileOrigins: readonly string[];
}

/** The messages that somebody forwards; Discord does not say whose they were. */
const forwardsOf = ({ reference, messageSnapshots }: Message): readonly MessageSnapshot[] =>
  reference?.type === MessageReferenceType.Forward ? [...messageSnapshots.values()] : [];

/** The files of a message, also those of what it forwards. */
export const attachmentsOf = (message: Message): readonly Attachment[] =>
  [message, ...forwardsOf(message)].flatMap(({ attachments }) => [...attachments.values()]);

const uploadOf = ({ fetch, fileOrigins }: FileSource, { id, name, size, url }: Attachment): ThreadUpload => ({
  id,
  name,
  size,
  read: async () => {
    if (!fileOrigins.includes(URL.parse(url)?.origin ?? ""))
      throw new Refusal(`Discord does not hand out the file “${name}” to Docket: attach it here once more.`);
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(filePatience) });
    if (!response.ok) throw new Error(`Discord did not hand over a file (status ${response.status}).`);
    return response.blob();
  },
});

/** What Docket has no place for, and what to do instead; null where there is nothing of the kind. */
const unfit = (message: Message): string | null => {
  const forwards = forwardsOf(message);
  if (message.stickers.size > 0) return "Docket cannot take a sticker: write in words what you want to say.";
  if (message.poll) return "Docket cannot take a poll: write its question and its answers as words.";
  if (message.activity) return "Docket cannot take an invitation to an activity: write its address into the message.";
  const isBare = forwards.some(({ content, attachments }) => content.trim() === "" && attachments.size === 0);
  return isBare || forwards.some(({ stickers }) => stickers.size > 0)
    ? "Docket cannot take the message that you forward, for it is more than words and files: say in words what is in it."
    : null;
};

/** What somebody says in words, and what they forward. */
export const allWordsOf = (message: Message, content = message.content): string =>
  [wordsOf(message, content), ...forwardsOf(message).map((one) => quoted(undefined, wordsOf(one)))]
    .filter((part) => part.trim() !== "")
    .join("\n\n");

/** Whether a message holds more than words. */
export const hasMore = (message: Message): boolean => attachmentsOf(message).length > 0 || unfit(message) !== null;

/** All that a message holds. */
export const partsOf = (source: FileSource, message: Message): MessageParts => {
  const why = unfit(message);
  return {
    words: allWordsOf(message),
    links: "",
    files: attachmentsOf(message).map((attachment) => uploadOf(source, attachment)),
    unfit: why === null ? [] : [why],
  };
};

/** What somebody says with a message: its words, its files, and what they forward. */
export const contentOf = (source: FileSource, message: Message): ThreadContent | (() => Promise<ThreadContent>) => {
  const { files, unfit: whys } = partsOf(source, message);
  const body = allWordsOf(message, markerFirst(message.content));
  const [why] = whys;
  return why === undefined ? { body, files } : () => Promise.reject(new Refusal(why));
};
