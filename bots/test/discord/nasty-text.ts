import fc from "fast-check";
import { shown } from "./shown.ts";

const fragments = [
  ...Array.from("*_~|`\\<>[]()@#:-+.!1a \n\t"),
  "**",
  "__",
  "~~",
  "||",
  "```",
  "```\n",
  "\n```",
  "```js\ncode();\n```\n",
  "@everyone",
  "@here",
  "<@123456789012345678>",
  "<@&123456789012345678>",
  "<#123456789012345678>",
  "<:blob:123456789012345678>",
  "</ticket claim:123456789012345678>",
  "<t:1777887000:R>",
  "<id:customize>",
  ":smile:",
  "[bank](https://evil.example)",
  "https://desk.example.com/a_b_c?x=*y*",
  "<https://desk.example.com/a_b>",
  "https://",
  "\n> ",
  "\n- ",
  "\n1. ",
  "\n# ",
  "\n-# ",
  "\u202e",
  "\u200b",
  "\u{e0041}",
  "\ud800",
  "👩‍👩‍👧‍👧",
  "🇳🇿",
  "é",
  "e\u0301",
  "word",
];
/** Text that tries whatever Discord makes something of. */
export const nasty = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.array(fc.constantFrom(...fragments), { maxLength: max }).map((list) => list.join("")),
    fc.string({ unit: "binary", maxLength: max }),
    fc.tuple(fc.constantFrom(...fragments), fc.nat(max)).map(([text, count]) => text.repeat(count).slice(0, max * 2)),
  );

/** What Discord makes of a message, by kind. */
export const kinds = (content: string): string[] => shown(content).marks.map(({ kind }) => kind);

/** Kinds that show what was typed. */
export const harmless = ["url", "autolink"];
