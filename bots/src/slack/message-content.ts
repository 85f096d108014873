import type { WebClient } from "@slack/web-api";
import { markerFirst } from "@docket/core/chat/relay";
import type { MessageParts } from "../desk/open-from-message.ts";
import { Refusal } from "../desk/outcome.ts";
import { quoted } from "../desk/quoted.ts";
import type { ThreadContent, ThreadUpload } from "../desk/relay.ts";
import { filePatience } from "../desk/relay.ts";
import { mentionsSomebody, nameMentions, nameMentionsSoon } from "./name-mentions.ts";
import { toPlainText } from "./render/mrkdwn.ts";
import type { SlackFile, SlackMessage } from "./thread-message.ts";
import { filesOf, forwardsOf, isElsewhere } from "./thread-message.ts";

/** Where files of messages come from, and how they are fetched: from Slack alone, with the bot's token. */
export interface FileSource {
  readonly origins: readonly string[];
  readonly fetch: typeof globalThis.fetch;
}

/** With what the content of a message is looked up. */
export interface Reading {
  readonly client: WebClient;
  readonly token: string;
  readonly source: FileSource;
}

/** What Slack shows like files and has no file of. */
const papers: Readonly<Record<string, string>> = {
  canvas: "canvas",
  quip: "canvas",
  list: "list",
  post: "post",
  space: "post",
};

const nameOf = ({ name, title }: SlackFile): string => name || title || "file";

/** Says all there is of a file of which the event says nothing, as in channels that are shared with another company. */
const known = async ({ client }: Reading, file: SlackFile): Promise<SlackFile> => {
  if (file.file_access !== "check_file_info") return file;
  const { file: found } = await client.files.info({ file: file.id }).catch(() => ({ file: undefined }));
  return found ? { ...(found as SlackFile), id: file.id } : file;
};

const fetched = async ({ token, source }: Reading, url: URL): Promise<Blob> => {
  const headers = { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(filePatience);
  const response = await source.fetch(url, { headers, redirect: "manual", signal });
  if (!response.ok) throw new Error(`Slack did not hand over a file (status ${response.status}).`);
  return response.blob();
};

/** Why a file cannot be had, in a sentence for who sent it; null when it can. */
const hindrance = ({ source }: Reading, file: SlackFile, url: URL | null): string | null => {
  const paper = papers[file.mode ?? ""];
  if (paper !== undefined)
    return `Docket cannot take the ${paper} “${nameOf(file)}”: copy its words into a message, or attach it as a PDF.`;
  if (url !== null && source.origins.includes(url.origin)) return null;
  return `Slack does not hand out the file “${nameOf(file)}” to Docket: attach it here once more, or share it by a link.`;
};

const uploadOf = (reading: Reading, file: SlackFile): ThreadUpload => {
  const url = URL.parse(file.url_private_download ?? file.url_private ?? "");
  const why = hindrance(reading, file, url);
  return {
    id: file.id,
    name: nameOf(file),
    size: file.size ?? 0,
    read: async () => {
      if (url === null || why !== null) throw new Refusal(why ?? "");
      return fetched(reading, url);
    },
  };
};

/** Something that is carried as words, or why it cannot be. */
type Carried = { readonly text: string } | { readonly unfit: string };

const textsOf = (all: readonly Carried[]): readonly string[] => all.flatMap((one) => ("text" in one ? one.text : []));
const unfitOf = (all: readonly Carried[]): readonly string[] => all.flatMap((one) => ("unfit" in one ? one.unfit : []));

/** What is kept elsewhere is carried as its title and its address. */
const linkOf = (file: SlackFile): Carried => {
  const url = URL.parse(file.url_private ?? "");
  if (url === null || !/^https?:$/.test(url.protocol))
    return { unfit: `Slack does not say where “${nameOf(file)}” is kept: write its address into the message.` };
  return { text: `${file.title || nameOf(file)}: ${url.href}` };
};

/** Names the people whom a text mentions. */
type Naming = typeof nameMentions;

const plainText = async ({ client }: Pick<Reading, "client">, mrkdwn: string, name: Naming): Promise<string> =>
  toPlainText(mentionsSomebody(mrkdwn) ? await name(client, mrkdwn) : mrkdwn);

const forwardsIn = async (
  reading: Pick<Reading, "client">,
  message: SlackMessage,
  name: Naming,
): Promise<readonly Carried[]> =>
  Promise.all(
    forwardsOf(message).map(async ({ author_name: author, text = "", files = [] }) => {
      if (text.trim() === "" && files.length === 0)
        return { unfit: "Slack does not show Docket the message that you forward: copy its words instead." };
      return { text: quoted(author, await plainText(reading, text, name)) };
    }),
  );

const isSomething = (part: string): boolean => part.trim() !== "";

/** What somebody says in words, and what they forward. */
const wordsIn = async (reading: Pick<Reading, "client">, message: SlackMessage, name: Naming) => {
  const [words, forwards] = await Promise.all([
    plainText(reading, message.text ?? "", name),
    forwardsIn(reading, message, name),
  ]);
  return { words: [words, ...textsOf(forwards)].filter(isSomething).join("\n\n"), unfit: unfitOf(forwards) };
};

/** The same for a form that somebody waits for. */
export const wordsSoon = async (client: WebClient, message: SlackMessage): Promise<string> =>
  (await wordsIn({ client }, message, nameMentionsSoon)).words;

/** Whether it has to be looked up what a message says: else it is its words alone. */
const isPlain = (message: SlackMessage): boolean =>
  filesOf(message).length === 0 && forwardsOf(message).length === 0 && !mentionsSomebody(message.text ?? "");

/** Whether nothing is left in a message. */
export const isEmpty = (message: SlackMessage): boolean =>
  !isSomething(message.text ?? "") && filesOf(message).length === 0 && forwardsOf(message).length === 0;

/** Looks up all that a message holds. */
export const partsOf = async (reading: Reading, message: SlackMessage): Promise<MessageParts> => {
  const files = await Promise.all(filesOf(message).map((file) => known(reading, file)));
  const { words, unfit } = await wordsIn(reading, message, nameMentions);
  const links = files.filter(isElsewhere).map(linkOf);
  return {
    words,
    links: textsOf(links).join("\n"),
    files: files.filter((file) => !isElsewhere(file)).map((file) => uploadOf(reading, file)),
    unfit: [...unfit, ...unfitOf(links)],
  };
};

const lookUp = async (reading: Reading, message: SlackMessage): Promise<ThreadContent> => {
  const { words, links, files, unfit } = await partsOf(reading, message);
  const [why] = unfit;
  if (why !== undefined) throw new Refusal(why);
  return { body: [words, links].filter(isSomething).join("\n\n"), files };
};

/** What somebody says with a message: its words, its files, and what they forward. */
export const contentOf = (reading: Reading, message: SlackMessage): ThreadContent | (() => Promise<ThreadContent>) => {
  const text = markerFirst(message.text ?? "");
  return isPlain(message) ? { body: toPlainText(text), files: [] } : () => lookUp(reading, { ...message, text });
};

/** The files of a message that the desk takes as files. */
export const uploadIdsOf = (message: SlackMessage): readonly { readonly id: string }[] =>
  filesOf(message).filter((file) => !isElsewhere(file));
