import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleMessage } from "../../../test/board-samples.ts";
import { anyText } from "../../../test/slack/any-text.ts";
import { checkContent } from "../../../test/slack/message-content.ts";
import { showMessage } from "../../../test/slack/shown.ts";
import { Mint } from "../../../test/slack/state.ts";
import { renderMessage } from "./thread-message.ts";

const mint = new Mint(() => 0);
const shown = (rendered: ReturnType<typeof renderMessage>) =>
  rendered.map((part) => showMessage({ ...checkContent({ ...part }, mint), parse: "full" }));

/** The words as they were written, whatever stands around them. */
const wordsOf = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, "");

test("the author, the time and how far it got are there to see", () => {
  const heads = [
    sampleMessage(),
    sampleMessage({ from: "staff", receipt: "sent" }),
    sampleMessage({ from: "staff", kind: "note", receipt: "note", edited: true }),
    sampleMessage({ from: "staff", receipt: "failed" }),
    sampleMessage({ from: "system", kind: "note", author: "Docket" }),
  ].map((message) => shown(renderMessage(message, []))[0]?.text.split("\n")[0]);
  expect(heads).toEqual([
    "Ada Client · client · 2026-05-04 09:30",
    "Ada Client · ✅ to the client · 2026-05-04 09:30",
    "Ada Client · 📝 internal note · edited · 2026-05-04 09:30",
    "Ada Client · ⚠️ not delivered to the client · 2026-05-04 09:30",
    "Docket · 2026-05-04 09:30",
  ]);
});

test("code stands in a frame, and addresses are links that show where they lead", () => {
  const body = "See https://x.example/a?b=1&c=2.\n```js\nlet a = '<!here>';\n```\nDone.";
  const [message] = renderMessage(sampleMessage({ body }), ["big.zip"]);
  expect(message?.blocks[0].elements.slice(1)).toMatchObject([
    { type: "rich_text_preformatted", elements: [{ type: "text", text: "let a = '<!here>';" }] },
    {
      type: "rich_text_section",
      elements: [{ text: "Done." }, { text: "\n" }, { text: "📎 only in Docket: big.zip" }],
    },
  ]);
  expect(message?.blocks[0].elements[0]?.elements).toContainEqual({ type: "link", url: "https://x.example/a?b=1&c=2" });
});

test("what is no address stays words", () => {
  const body = "https:// http://x https://[ (https://x.example/a).";
  const [message] = renderMessage(sampleMessage({ body }), []);
  const links = (message?.blocks[0].elements[0]?.elements ?? []).filter(({ type }) => type === "link");
  expect(links).toEqual([{ type: "link", url: "https://x.example/a" }]);
});

test("there is a part to see where there are no words, and nothing of what nobody can see", () => {
  for (const body of ["", " \n\t ", "\u0000", "```\n \n```"]) {
    const parts = shown(renderMessage(sampleMessage({ body }), ["a.zip"]));
    expect(parts.map(({ text }) => text.split("\n"))).toEqual([
      ["Ada Client · client · 2026-05-04 09:30", "📎 only in Docket: a.zip"],
    ]);
  }
  const text = shown(renderMessage(sampleMessage({ author: "A\u202Eb\nc", body: "a\u0007b\u0000c\uD800" }), []));
  expect(text[0]?.text).toBe("Ab c · client · 2026-05-04 09:30\nabc\uFFFD");
});

test("whatever people write keeps every bound, calls nobody and is all there", () => {
  fc.assert(
    fc.property(anyText(20_000), anyText(200), anyText(300), (body, author, file) => {
      const parts = shown(renderMessage(sampleMessage({ body, author }), [file]));
      expect(parts.flatMap(({ tricks }) => tricks)).toEqual([]);
      const all = parts.map(({ text }) => text.split("\n").slice(1).join("\n")).join("");
      const plain = body.replaceAll(/^```[^\n`]*\n/gm, "");
      if (!body.includes("```")) expect(wordsOf(all)).toContain(wordsOf(plain.toWellFormed()));
    }),
    { numRuns: 500 },
  );
});

test("a call that a cut would make of a longer word calls nobody", () => {
  for (let before = 240; before < 300; before++) {
    const body = `${"x".repeat(before)} @channelhood of the ring`;
    expect(shown(renderMessage(sampleMessage({ body }), [])).flatMap(({ tricks }) => tricks)).toEqual([]);
  }
});

test("the longest message that the desk takes keeps every bound, whatever its letters", () => {
  for (const letter of ["a", '"', "\\", "\n", "🦉", "ß", "語", "e\u0301", "https://a.io ", '\n```\n"\n```\n"']) {
    const body = `x${letter.repeat(20_000)}`.slice(0, 20_000);
    const files = Array.from({ length: 10 }, () => letter.repeat(200));
    const parts = shown(renderMessage(sampleMessage({ body, author: letter.repeat(100) }), files));
    expect(parts.length).toBeGreaterThan(0);
  }
});
