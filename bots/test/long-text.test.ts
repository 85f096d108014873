import { expect, test } from "vitest";
import {
  escapeLinked,
  escapeText as escapeMarkdown,
  oneLine,
  toPlainText as readMarkdown,
} from "../src/discord/render/markdown.ts";
import { escapeText as escapeMrkdwn, toPlainText as readMrkdwn } from "../src/slack/render/mrkdwn.ts";
import { cleanText, linked, oneLine as oneLineForSlack } from "../src/slack/render/rich-text.ts";
import { readPieces, splitPieces } from "../src/slack/render/split-text.ts";

const units =
  " |\t|\n|0|a|.|-|>|<|</|<@|<@1|<t:1|<http://a|http://|http://a |https://a.b/.|`|```|```\n|\n```|\\\\|\\|[|]|(|)|:|:a|&|&amp|@|@here|\r|\u200b|\u0301|😀|\ud800";

const names = { user: () => undefined, role: () => undefined, channel: () => undefined };

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ["escapes text for Discord", escapeMarkdown],
  ["escapes text with addresses for Discord", escapeLinked],
  ["makes one line for Discord", oneLine],
  ["reads a message of Discord", (text) => readMarkdown(text, names)],
  ["escapes text for Slack", escapeMrkdwn],
  ["reads a message of Slack", readMrkdwn],
  ["cleans text for Slack", (text) => [cleanText(text), oneLineForSlack(text)]],
  ["finds addresses for Slack", (text) => linked(text, 10)],
  ["splits text for Slack", (text) => splitPieces(readPieces(text), 3000, 10)],
];

const size = 100_000;

/** What takes the square of its length takes seconds of work for each of these texts, and what is read once milliseconds. */
const mostWork = 1_000_000;

test.each(readers)("what %s works in time that grows with the length only", (_, read) => {
  for (const unit of units.split("|")) {
    const long = unit.repeat(Math.ceil(size / unit.length));
    for (const text of [`${long}<`, `http://a.example/${long}x`]) {
      const before = process.cpuUsage();
      read(text);
      const { user, system } = process.cpuUsage(before);
      expect({ unit, work: user + system < mostWork }).toEqual({ unit, work: true });
    }
  }
});
