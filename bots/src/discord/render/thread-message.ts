import type { Mention, ThreadFile, ThreadMessage } from "@docket/api/chat-board";
import type { Receipt } from "@docket/core/chat/card";
import { keptWords, provenWords, toDashboard, toThread } from "../../desk/words.ts";
import { ago, linkTarget } from "./card.ts";
import { safeLine, visible } from "./markdown.ts";
import { splitText } from "./split.ts";

/** One of the messages that a message of the conversation is shown as. */
export interface MessagePart {
  readonly content: string;
  readonly files: readonly ThreadFile[];
}

const contentLimit = 2000;
const mostFiles = 10;
const fileBytes = 10 * 1024 * 1024;
/** A request may have 25 MiB; the rest is for what goes around the files. */
const requestBytes = 24 * 1024 * 1024;
/** A longer address is no link, so that there is room for words. */
const linkLimit = 600;

const receiptWords: Readonly<Record<Exclude<Receipt, "kept">, string>> = {
  note: "🔒 staff only",
  sent: "✅ to the client",
  failed: "❌ not sent to the client",
};

const kindOf = ({ from, authorProven, kind }: ThreadMessage): readonly [icon: string, words: string] => {
  if (kind === "note") return ["📝", "internal note"];
  if (from === "client") return ["💬", provenWords("client", authorProven)];
  return from === "staff" ? ["📨", "reply to the client"] : ["⚙️", "system"];
};

const receiptOf = ({ receipt, unreached }: ThreadMessage): readonly string[] => {
  if (receipt === null) return [];
  return [receipt === "kept" ? keptWords(unreached) : receiptWords[receipt]];
};

const linked = (words: string, url: string): string => {
  const target = linkTarget(url);
  return target.length > linkLimit ? words : `[${words}](<${target}>)`;
};

const isSendable = ({ size }: ThreadFile): boolean => size > 0 && size <= fileBytes;

const left = ({ name, size }: ThreadFile): string =>
  `📎 ${safeLine(name, 40)} ${size === 0 ? "(empty)" : "(too large for Discord: see the dashboard)"}`;

/** Who wrote it, what it is, when, and how far it got; then the files that cannot be sent. */
const heading = (message: ThreadMessage, url: string): string => {
  const { author, at, edited, files } = message;
  const [icon, words] = kindOf(message);
  const line = [
    `${icon} **${safeLine(author, 100)}**`,
    linked(words, url),
    ago(at),
    ...(edited ? ["edited"] : []),
    ...receiptOf(message),
  ].join(" · ");
  return [line, ...files.filter((file) => !isSendable(file)).map(left)].join("\n");
};

const continued = ({ author }: ThreadMessage, url: string, number: string): string =>
  `-# ${safeLine(author, 100)} · ${linked(number, url)}`;

/** The files in as many groups as there must be messages for them. */
const groups = (files: readonly ThreadFile[]): readonly (readonly ThreadFile[])[] => {
  const all: ThreadFile[][] = [];
  for (const file of files.filter(isSendable)) {
    const last = all.at(-1);
    const bytes = last?.reduce((sum, { size }) => sum + size, file.size) ?? 0;
    if (last && last.length < mostFiles && bytes <= requestBytes) last.push(file);
    else all.push([file]);
  }
  return all;
};

/** Words that call one person. */
const calling = ({ userId, notice }: Mention): string => `🔔 <@${userId}>, ${safeLine(notice, 300)}`;

/** Words for one person alone, and where they lead: `card` is the address of the card. */
export const renderDirect = (text: string, url: string, card: string | null): string =>
  [`🔔 ${safeLine(text, 1000)}`, ...(card === null ? [] : [linked(toThread, card)]), linked(toDashboard, url)].join(
    " · ",
  );

/**
 * A message of the conversation as the messages of a thread that show it. `url` leads to the card and stands in each of
 * them: by it they are found again. Files go with the first ones, so that they stay when the text gets shorter.
 */
export const renderThreadMessage = (message: ThreadMessage, url: string): readonly MessagePart[] => {
  const { mentions } = message;
  if (mentions !== null && message.from === "system")
    return [{ content: `${calling(mentions)} · ${linked("card", url)} · ${ago(message.at)}`, files: [] }];
  const first = [...(mentions === null ? [] : [calling(mentions)]), heading(message, url)].join("\n");
  const longest = Math.max(first.length, continued(message, url, "999/999").length);
  const texts = splitText(visible(message.body).trim(), contentLimit - longest - 1);
  const files = groups(message.files);
  const count = Math.max(texts.length, files.length, 1);
  return Array.from({ length: count }, (_, i) => {
    const top = i === 0 ? first : continued(message, url, `${i + 1}/${count}`);
    const text = texts[i]?.shown ?? "";
    return { content: text === "" ? top : `${top}\n${text}`, files: files[i] ?? [] };
  });
};
