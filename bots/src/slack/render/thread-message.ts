import type { Mention, ThreadMessage } from "@docket/api/chat-board";
import type { RichTextBlock, RichTextElement } from "@slack/types";
import { keptWords, provenWords, toDashboard, toThread } from "../../desk/words.ts";
import { clip, escapeText } from "./mrkdwn.ts";
import { bold, cleanText, linked, oneLine, preformatted, richText, section, time, words } from "./rich-text.ts";
import type { Piece } from "./split-text.ts";
import { readPieces, splitPieces } from "./split-text.ts";

/** A message as Slack takes it: blocks, and the text that stands for them in notifications. */
export interface Rendered {
  readonly text: string;
  readonly blocks: [RichTextBlock];
}

/**
 * UTF-16 units, and numbers. Slack refuses blocks of about 12,000 in all, counted with everything around the words, so
 * each piece of a part takes a toll.
 */
const most = { part: 2500, author: 100, links: 30, files: 10, fileName: 100, fallback: 300 } as const;
const toll = 100;

/** How far the words got, for everybody to see. */
const standing = ({ from, authorProven, kind, receipt, unreached }: ThreadMessage): string => {
  if (from === "system") return "";
  if (receipt === "failed") return "⚠️ not delivered to the client";
  if (kind === "note") return "📝 internal note";
  if (receipt === "kept") return keptWords(unreached);
  return from === "client"
    ? provenWords("client", authorProven)
    : receipt === "sent"
      ? "✅ to the client"
      : "reply to the client";
};

/** Where a message, or its files, belong: their author, and what became of it. */
const head = (message: ThreadMessage, more: readonly string[]): RichTextElement[] => {
  const facts = [standing(message), message.edited ? "edited" : "", ...more].filter((fact) => fact !== "");
  return [
    bold(clip(oneLine(message.author), most.author)),
    words(`${facts.map((fact) => ` · ${fact}`).join("")} · `),
    time(message.at, "{date_short_pretty} {time}"),
  ];
};

/** Code in frames of its own; all words between two frames run on in one section. */
const flow = (parts: readonly (RichTextElement[] | Piece)[]): RichTextBlock["elements"] => {
  const elements: RichTextBlock["elements"] = [];
  const links = Math.floor(most.links / parts.length);
  let open: RichTextElement[] | null = null;
  for (const part of parts) {
    if ("code" in part && part.code) {
      elements.push(preformatted(part.text));
      open = null;
    } else {
      const next = "code" in part ? linked(part.text, links) : part;
      if (open === null) elements.push(section((open = [...next])));
      else open.push(words("\n"), ...next);
    }
  }
  return elements;
};

/** Slack takes no text of white space alone. */
const isSeen = ({ text }: Piece): boolean => /\P{White_Space}/u.test(text);

const fileNames = (names: readonly string[]): string =>
  names
    .slice(0, most.files)
    .map((name) => clip(oneLine(name), most.fileName))
    .join(", ");

const called = ({ userId }: Mention): RichTextElement => ({ type: "user", user_id: userId });

/** A line that calls one person, and nobody else whatever it says. */
const renderNotice = (mention: Mention): Rendered => ({
  text: clip(escapeText(oneLine(mention.notice)), most.fallback),
  blocks: [richText([section([called(mention), words(`, ${oneLine(mention.notice)}`)])])],
});

/**
 * A message of the conversation in as many parts as it takes. `unshown` are the names of its files that Slack does not
 * get; they can be had in Docket. Files that come alone are named, since Slack shows them in a message of their own.
 */
export const renderMessage = (message: ThreadMessage, unshown: readonly string[]): readonly Rendered[] => {
  const pieces = readPieces(cleanText(message.body)).filter(isSeen);
  const parts = pieces.length === 0 ? [[]] : splitPieces(pieces, most.part, toll).filter((part) => part.some(isSeen));
  const author = clip(oneLine(message.author), most.author);
  const names = message.files.map(({ name }) => name);
  const alone = pieces.length === 0 ? names.filter((name) => !unshown.includes(name)) : [];
  const { mentions } = message;
  if (mentions !== null && message.from === "system") return [renderNotice(mentions)];
  return parts.map((part, i) => {
    const isLast = i === parts.length - 1;
    const place = parts.length > 1 ? [`${i + 1} of ${parts.length}`] : [];
    const left = isLast && unshown.length > 0 ? [[words(`📎 only in Docket: ${fileNames(unshown)}`)]] : [];
    const named = alone.length > 0 ? [[words(`📎 ${fileNames(alone)}`)]] : [];
    const mention = i === 0 ? mentions : null;
    const whose = mention === null ? `${author}:` : oneLine(mention.notice);
    const fallback = escapeText(`${whose} ${part.map(({ text }) => text).join(" ") || fileNames(names)}`);
    const top = [...(mention === null ? [] : [called(mention), words(" · ")]), ...head(message, place)];
    return {
      text: clip(fallback, most.fallback),
      blocks: [richText(flow([top, ...part.filter(isSeen), ...named, ...left]))],
    };
  });
};

/** The words that go with the files of a message. */
export const renderFiles = (message: ThreadMessage, count: number): RichTextBlock =>
  richText([section(head(message, [count === 1 ? "1 file" : `${count} files`]))]);

/** Words for one person alone, and where they lead: `card` is the address of the card. */
export const renderDirect = (text: string, url: string, card: string | null): RichTextBlock =>
  richText([
    section([
      words(`${oneLine(text)}\n`),
      ...(card === null ? [] : [{ type: "link" as const, url: card, text: toThread }, words(" · ")]),
      { type: "link", url, text: toDashboard },
    ]),
  ]);
