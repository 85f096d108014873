import type { RichTextBlock, RichTextElement, RichTextPreformatted, RichTextSection } from "@slack/types";
import type { Ms } from "@docket/core/time";
import { withoutEnd } from "@docket/core/text/without-end";
import { toIso } from "@docket/core/time";

/**
 * Rich text shows every word as it was written: Slack reads no mrkdwn, no mention and no entity in it
 * (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). So what people wrote goes here.
 */

/** What Slack or a reader could trip over: control characters but tab and line feed, and broken surrogates. */
const control = /[^\P{Cc}\t\n]/gu;

/** Characters that turn the direction of what follows them. */
const turning = /[\u202A-\u202E\u2066-\u2069]/g;

/** Text of people without what no chat can show. */
export const cleanText = (text: string): string =>
  text.replaceAll(/\r\n?/g, "\n").toWellFormed().replaceAll(control, "");

/** A name or a title as one line; a dash stands for nothing. */
export const oneLine = (text: string): string =>
  cleanText(text).replaceAll(turning, "").replaceAll(/\s+/g, " ").trim() || "–";

export const words = (text: string): RichTextElement => ({ type: "text", text });

export const bold = (text: string): RichTextElement => ({ type: "text", text, style: { bold: true } });

/** A time, shown to each reader in words of their own: `{ago}`, or another format of Slack's. */
export const time = (at: Ms, format = "{ago}"): RichTextElement => ({
  type: "date",
  timestamp: Math.floor(at / 1000),
  format,
  fallback: toIso(at).slice(0, 16).replace("T", " "),
});

const address = /https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+/g;

/** What ends a sentence rather than an address. */
const trailing = ".,;:!?'\")]}>*_~`";

const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:\/\/[^\s/]*\w\.\w/.test(text);

/** Text with its first addresses as links that show where they lead; a link takes more room than its letters. */
export const linked = (text: string, mostLinks: number): RichTextElement[] => {
  const elements: RichTextElement[] = [];
  let done = 0;
  const add = (end: number): void => {
    if (end > done) elements.push(words(text.slice(done, end)));
  };
  const found = [...text.matchAll(address)].map(({ 0: match, index }) => ({ url: withoutEnd(match, trailing), index }));
  for (const { url, index } of found.filter((one) => isAddress(one.url)).slice(0, mostLinks)) {
    add(index);
    elements.push({ type: "link", url });
    done = index + url.length;
  }
  add(text.length);
  return elements;
};

export const section = (elements: RichTextElement[]): RichTextSection => ({ type: "rich_text_section", elements });

export const preformatted = (text: string): RichTextPreformatted => ({
  type: "rich_text_preformatted",
  elements: [{ type: "text", text }],
});

export const richText = (elements: RichTextBlock["elements"], blockId?: string): RichTextBlock => ({
  type: "rich_text",
  ...(blockId === undefined ? {} : { block_id: blockId }),
  elements,
});
