import fc from "fast-check";

/** Pieces of text that chats could make something of. */
const loaded = [
  "@here",
  "@channel",
  "<!channel>",
  "<!here|here>",
  "<@U012AB3CD>",
  "<#C1|general>",
  "<!subteam^S1|@team>",
  "<https://evil.example|https://bank.example>",
  "[bank](https://evil.example)",
  "https://a.example/path?q=1&r=<2>).",
  "&lt;!channel&gt;",
  "&amp;",
  "*bold*",
  "_it_",
  "~s~",
  "`code`",
  "```",
  "\n```js\nlet a = 1;\n```\n",
  "> quote",
  ":tada:",
  "\u0000",
  "\u202E",
  "\uD800",
  "👩‍👩‍👧‍👧",
  "e\u0301",
  "\r\n",
  "   ",
];

/** Also halves of characters, and what no font knows. */
const anyCharacters = fc
  .array(fc.integer({ min: 0, max: 0x10_ff_ff }), { maxLength: 20 })
  .map((codes) => codes.map((code) => String.fromCodePoint(code)).join(""));

/** Text as people may write it: any Unicode, any length up to `max`, with all that a chat could trip over. */
export const anyText = (max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(anyCharacters, fc.constantFrom(...loaded)), {
      maxLength: 30,
    })
    .chain((pieces) =>
      fc.nat({ max: 40 }).map((times) =>
        pieces
          .join(" ")
          .repeat(times + 1)
          .slice(0, max),
      ),
    );
