import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { uploadQuery } from "./attachment.ts";
import { body, code, email, line, tag } from "./common.ts";
import { origin } from "./site.ts";
import { openTicketInput } from "./ticket.ts";

/** What a text begins with that patterns look for, what stands between, and what they end at. */
const marks = "\u001b[|\u001b]|\u009b|\u009d|\u0090|\u0098|\u009e|\u009f|\u0007|\u001b\\\\|\u001b(|\u001b ".split("|");
const signs = " |\n|\r|\t|\u200b|\u0301|\u3164|\ud800|+|@|.|..|<|>|<>|/|:|%40|mailto:|xn--|-|=|\\|0|1;".split("|");
const pairs = marks.flatMap((one) => [...marks, "a"].map((other) => one + other));

/** Letters of so many kinds that no two of them in a row are the same. */
const ideographs = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000)))
  .join("")
  .repeat(6);

const size = 60_000;
const longOf = (unit: string): string => unit.repeat(Math.ceil(size / unit.length));

/** What takes the square of its length takes seconds of work for each of these texts, and what is read once milliseconds. */
const mostWork = 1_000_000;

const input = (given: object) => ({ title: "Hello", category: "question", ...given });
const from = { platform: "slack", workspaceId: "T1", channelId: "C1", messageId: "1.1" };
const plain = (text: string): unknown => text;

const schemas: readonly (readonly [string, z.ZodType, (text: string) => unknown])[] = [
  ["a line", line(100), plain],
  ["a body", body, plain],
  ["a tag", tag, plain],
  ["a code", code, plain],
  ["an email address", email, plain],
  ["a domain", email, (text) => `ada@${text}`],
  ["the name of a file", uploadQuery, (name) => ({ name })],
  ["the origin of a site", origin, (text) => `https://${text}`],
  ["the address of a message", openTicketInput, (text) => input({ origin: { ...from, url: `https://${text}` } })],
];

describe.each(schemas)("%s", (_, schema, of) => {
  test.each([
    ["one thing", [...marks, ...signs]],
    ["two things in turn", pairs],
    ["ever other letters", [ideographs]],
  ])("is read in time that grows with its length only, of %s again and again", (_kind, units) => {
    for (const unit of units) {
      const text = of(`a${longOf(unit)}b`);
      const before = process.cpuUsage();
      expect(schema.safeParse(text)).toHaveProperty("success");
      const { user, system } = process.cpuUsage(before);
      expect({ unit, work: user + system < mostWork }).toEqual({ unit, work: true });
    }
  });
});
