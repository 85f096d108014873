import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clip,
  escapeLinked,
  escapeText,
  oneLine,
  safeLine,
  toPlainText,
  visible,
} from "../../src/discord/render/markdown.ts";
import { splitText } from "../../src/discord/render/split.ts";
import { harmless, kinds, nasty } from "./nasty-text.ts";
import { shown } from "./shown.ts";

/** What somebody sees of what was typed: all of it, but for brackets around addresses. */
const asTyped = (text: string): string => visible(text).replaceAll(/<(https?:\/\/[^\s<>]+)>/g, "$1");
describe("text of people", () => {
  test("is seen as it was typed, and does nothing", () => {
    fc.assert(
      fc.property(nasty(60), (text) => {
        const seen = shown(escapeLinked(text));
        expect(seen.text).toBe(asTyped(text));
        expect(seen.marks.filter(({ kind }) => !harmless.includes(kind))).toEqual([]);
        expect(shown(escapeText(text))).toEqual({ text: visible(text), marks: [] });
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["*a* _b_ **c**", "\\*a\\* \\_b\\_ \\*\\*c\\*\\*"],
    ["- one\n  2. two\n> three\n# four", "\\- one\n  2\\. two\n\\> three\n\\# four"],
    ["see https://x.example/a_b. or <https://x.example/c_d>", "see https://x.example/a_b. or <https://x.example/c_d>"],
    ["[bank](https://evil.example)", "\\[bank](https://evil.example)"],
    ["a @everyone, ada@everyday.example", "a \\@everyone, ada@everyday.example"],
    ["10:30 :tada: 2 > 1", "10:30 \\:tada: 2 > 1"],
    ["steam://run/1<@1> https://x.example/<@1>", "steam\\://run/1\\<@1> https\\://x.example/\\<@1>"],
  ])("%j becomes %j", (text, safe) => {
    expect(escapeLinked(text)).toBe(safe);
  });

  test("has no invisible tricks", () => {
    expect(visible("a\u202eb\u200bc\u0000d\u{e0041}e\ufeff\r\nf\u2028g")).toBe("abcde\nf\ng");
    expect(visible("👩‍👩‍👧‍👧 ❤️ می\u200cخواهم")).toBe("👩‍👩‍👧‍👧 ❤️ می\u200cخواهم");
  });

  test("is cut between characters and marks", () => {
    fc.assert(
      fc.property(nasty(60), fc.integer({ min: 1, max: 80 }), (text, max) => {
        const line = safeLine(text, max);
        expect(line.length).toBeLessThanOrEqual(max);
        expect(line.length).toBeGreaterThan(0);
        expect(line.isWellFormed()).toBe(true);
        const seen = shown(line);
        expect(seen.marks).toEqual([]);
        const whole = oneLine(text) || "–";
        if (seen.text !== whole) expect(whole.startsWith(seen.text.replace(/…$/, ""))).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(clip("ab👩‍👩‍👧‍👧", 6)).toBe("ab…");
  });
});

describe("what is written in Discord", () => {
  test("becomes plain text, with names in place of ids", () => {
    const names = {
      user: (id: string) => (id === "1" ? "Ada" : undefined),
      role: () => "Agents",
      channel: () => "support",
    };
    const content = "<@1> <@!2> <@&3> <#4> <:blob:5> <a:party:6> </ticket claim:7> <t:1777887000:R> \\*as typed\\* <b>";
    expect(toPlainText(content, names)).toBe(
      "@Ada @unknown @Agents #support :blob: :party: /ticket claim 2026-05-04 09:30 UTC \\*as typed\\* <b>",
    );
  });
});

describe("long text", () => {
  const plainOf = (text: string): string => visible(text).trim();

  test("is split without loss, and each part fits", () => {
    fc.assert(
      fc.property(nasty(600), fc.integer({ min: 60, max: 400 }), (written, room) => {
        const text = plainOf(written);
        const parts = splitText(text, room);
        expect(parts.map(({ source }) => source).join("")).toBe(text);
        for (const part of parts) {
          expect(part.shown.length).toBeLessThanOrEqual(room);
          expect(part.shown.isWellFormed()).toBe(true);
          expect(kinds(part.shown).filter((kind) => ![...harmless, "code"].includes(kind))).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("breaks after lines, else after words", () => {
    const lines = Array.from({ length: 30 }, (_, i) => `Line number ${i} of the text.`).join("\n");
    for (const { source } of splitText(lines, 200).slice(0, -1)) expect(source).toMatch(/\.\n$/);
    const paragraphs = ["a ".repeat(60), "b ".repeat(60), "c ".repeat(60)].join("\n");
    expect(splitText(paragraphs, 200).map(({ source }) => source[0])).toEqual(["a", "b", "c"]);
    const words = Array.from({ length: 100 }, (_, i) => `word${i}`).join(" ");
    for (const { source } of splitText(words, 200).slice(0, -1)) expect(source).toMatch(/word\d+ $/);
  });

  test("keeps code as code, whole where it fits and in fences of its own where not", () => {
    const code = (count: number): string => Array.from({ length: count }, (_, i) => `const a${i} = "*x*";`).join("\n");
    const small = splitText(`${"x ".repeat(60)}\n\`\`\`js\n${code(5)}\n\`\`\`\nAfter`, 200);
    expect(small.map(({ shown }) => shown)).toContain(`\`\`\`js\n${code(5)}\n\`\`\`\nAfter`);
    const large = splitText(`\`\`\`js\n${code(40)}\n\`\`\``, 200);
    expect(large.length).toBeGreaterThan(3);
    for (const { shown } of large) expect(shown).toMatch(/^```js\n(const a\d+ = "\*x\*";\n)+```\n?$/);
    const lines = large.flatMap(({ shown }) => shown.split("\n").filter((line) => line.startsWith("const")));
    expect(lines.join("\n")).toBe(code(40));
  });

  test("has no code where a fence is open, nor between fences with nothing in them", () => {
    expect(kinds(splitText("```js\nnever closed", 200)[0]?.shown ?? "")).toEqual([]);
    expect(kinds(splitText("```\n \n```", 200)[0]?.shown ?? "")).toEqual([]);
  });
});
