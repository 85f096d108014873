import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "../../../test/slack/any-text.ts";
import { readPieces, splitPieces } from "./split-text.ts";

const whole = (pieces: readonly { readonly text: string }[]): string => pieces.map(({ text }) => text).join("");

test("code is read without its fences", () => {
  expect(readPieces("See:\n```js\nlet a = 1;\n```\nThat is all.")).toEqual([
    { code: false, text: "See:\n" },
    { code: true, text: "let a = 1;" },
    { code: false, text: "That is all." },
  ]);
});

test("code may end at the end of a line, and hold nothing", () => {
  expect(readPieces("```\na\n\nb```\nc")).toEqual([
    { code: true, text: "a\n\nb" },
    { code: false, text: "c" },
  ]);
  expect(readPieces("```\n```\nc")).toEqual([{ code: false, text: "c" }]);
});

test("a fence that is never closed is no code", () => {
  expect(readPieces("```\nno end")).toEqual([{ code: false, text: "```\nno end" }]);
  expect(readPieces("a `b` ```c``` d")).toEqual([{ code: false, text: "a `b` ```c``` d" }]);
});

test("fences without an end cost no time", () => {
  const text = "```a\n".repeat(100_000);
  expect(readPieces(text)).toEqual([{ code: false, text }]);
});

test("the parts one after the other are the text", () => {
  fc.assert(
    fc.property(anyText(4000), fc.integer({ min: 40, max: 600 }), fc.nat({ max: 5 }), (text, max, toll) => {
      const pieces = readPieces(text);
      const parts = splitPieces(pieces, max, toll);
      expect(whole(parts.flat())).toBe(whole(pieces));
      for (const part of parts) {
        expect(whole(part).length + part.length * toll).toBeLessThanOrEqual(max);
        expect(whole(part)).not.toBe("");
      }
      const codeOf = (all: readonly { readonly code: boolean; readonly text: string }[]): string =>
        whole(all.filter(({ code }) => code));
      expect(codeOf(parts.flat())).toBe(codeOf(pieces));
    }),
  );
});

test("no part begins or ends in the middle of a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 100, maxLength: 400 }), (text) => {
      for (const [piece] of splitPieces([{ code: false, text }], 100, 0)) {
        expect(piece?.text.isWellFormed()).toBe(true);
        expect(piece?.text).not.toMatch(/^[\u200D\p{M}]/u);
      }
    }),
  );
});

test("words stay whole, and code that fits is not cut", () => {
  const word = fc.stringMatching(/^[a-z]{1,20}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 300 }), (given) => {
      const parts = splitPieces([{ code: false, text: given.join(" ") }], 120, 0);
      expect(parts.flatMap((part) => whole(part).split(" ")).filter(Boolean)).toEqual(given);
    }),
  );
  const code = "x = 1\n".repeat(15);
  const parts = splitPieces(
    [
      { code: false, text: "words ".repeat(12) },
      { code: true, text: code },
    ],
    120,
    0,
  );
  expect(parts.flat().filter((piece) => piece.code)).toEqual([{ code: true, text: code }]);
});

test("code that is too long is cut at the end of a line", () => {
  const code = Array.from({ length: 60 }, (_, i) => `line ${i};`).join("\n");
  const parts = splitPieces([{ code: true, text: code }], 120, 0);
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(whole(part).trim()).toMatch(/^line \d+;(?:\nline \d+;)*$/);
});
