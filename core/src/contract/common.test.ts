import { describe, expect, test } from "vitest";
import { z } from "zod";
import { limits } from "../limits.ts";
import { fault } from "./fault.ts";
import { body, email, idOf, line, pageQuery, searchText, slug, tag, tags } from "./common.ts";

const accepts = (schema: z.ZodType, text: unknown): boolean => schema.safeParse(text).success;
const title = line(limits.title);

const unseen = ["\u200b\u200c", "\u3164", "\u2800 \u2800", "\u200f\u202e", "\u0301", "\u001b[31m", "\ud800", "\ufff9"];
const nothing = ["", "   ", "\n\n", "\u00a0\ufeff", ...unseen];

test.each(nothing)("there is nothing to see: %j", (text) => {
  for (const schema of [title, searchText])
    expect(schema.safeParse(text).error?.issues[0]?.message).toBe(fault("empty"));
  expect(body.parse(text)).toBe("");
});

describe.each([
  ["a line", title, limits.title],
  ["a body", body, limits.body],
  ["a search", searchText, limits.query],
] as const)("%s", (_, schema, max) => {
  test("is trimmed", () => expect(schema.parse("  \n hello \r\n\t ")).toBe("hello"));

  test("has a length in whole characters, counted after trimming", () => {
    expect(accepts(schema, "x".repeat(max))).toBe(true);
    expect(accepts(schema, ` ${"x".repeat(max)} `)).toBe(true);
    expect(accepts(schema, "x".repeat(max + 1))).toBe(false);
    expect(accepts(schema, "🙂".repeat(max))).toBe(true);
    expect(accepts(schema, "🙂".repeat(max + 1))).toBe(false);
  });

  const controls = ["\u0000", "\u0007", "\u007f", "\u009f", "\ud800", "\udc00", "\udc00\ud800", "\u001b"];
  const sequences = [
    "\u001b[31m",
    "\u009b1;2H",
    "\u001b]8;;https://a.example\u0007",
    "\u001b]0;t\u001b\\",
    "\u001b(B",
    "\u001bM",
  ];
  test.each(controls.concat(sequences))("is kept without %j", (dirt) => {
    expect(schema.parse(`a${dirt}b${dirt}`)).toBe("ab");
    expect(accepts(schema, `${"x".repeat(max)}${dirt}`)).toBe(true);
  });

  test("keeps what follows the beginning of a sequence that has no end", () => {
    expect(schema.parse("a\u001b]0;title of a window")).toBe("a]0;title of a window");
  });

  test.each(["naïve", "日本語", "العربية\u200f", "👩‍👩‍👧", "<b>&amp;</b>", "'; DROP TABLE ticket; --", "%_\\"])(
    "keeps %j as it is",
    (text) => expect(schema.parse(text)).toBe(text),
  );

  test.each([null, undefined, 1, true, {}, ["text"]])("is not %j", (value) => {
    expect(accepts(schema, value)).toBe(false);
  });
});

test.each(["\n", "\r\n", "\t", "\u000b", "\u0085", "\u2028", "\u2029"])(
  "a line is one line: %j becomes a blank",
  (end) => {
    expect(title.parse(`a${end}b`)).toBe("a b");
  },
);

test("a line turns nothing around, and keeps what its script needs", () => {
  expect(title.parse("Invoice \u202efdp.exe")).toBe("Invoice fdp.exe");
  expect(title.parse("\u200bAda\u2060\ufeff")).toBe("Ada");
  for (const text of ["می\u200cخواهم", "שלום\u200f!", "❤\ufe0f"]) expect(title.parse(text)).toBe(text);
});

describe("a body", () => {
  test("has one kind of line end", () => {
    expect(body.parse("a\r\nb\rc\n\r\nd\te\u000bf\u000cg\u0085h\u2028i")).toBe("a\nb\nc\n\nd\te\nf\ng\nh\ni");
  });

  test("is as long as what is kept of it", () => {
    const lines = "x\r\n".repeat(limits.body / 2 - 1);
    expect(body.parse(`${lines}yz`)).toHaveLength(limits.body);
    expect(accepts(body, `${lines}xyz`)).toBe(false);
  });
});

describe("an email address", () => {
  test.each([
    ["  Cleo@Example.COM ", "cleo@example.com"],
    ["cleo@example.com\u200b", "cleo@example.com"],
    ["mailto:Cleo@example.com?subject=Hello", "cleo@example.com"],
    ["<cleo@example.com>", "cleo@example.com"],
    ["Cleo Vane <cleo@example.com>", "cleo@example.com"],
    ['"Vane, Cleo" <mailto:cleo@example.com>', "cleo@example.com"],
    ["kunde@müller-bau.de", "kunde@xn--mller-bau-q9a.de"],
    ["Kunde@MÜLLER-bau.de", "kunde@xn--mller-bau-q9a.de"],
    ["ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai"],
    ["ada@xn--e1afmkfd.xn--p1ai", "ada@xn--e1afmkfd.xn--p1ai"],
    ["ada@例え。jp", "ada@xn--r8jz45g.jp"],
    ["cleo@example.com.", "cleo@example.com"],
    ["Cleo <cleo@example.com.>", "cleo@example.com"],
    ["kunde@müller-bau.de.", "kunde@xn--mller-bau-q9a.de"],
    ["ada@例え。jp。", "ada@xn--r8jz45g.jp"],
    ["sales&support@example.com", "sales&support@example.com"],
    ["a!#$%'*+/=?^_`{|}~b@example.com", "a!#$%'*+/=?^_`{|}~b@example.com"],
    ["o'neil@my-shop.co.uk", "o'neil@my-shop.co.uk"],
  ])("%j is known as %j", (text, known) => {
    expect(email.parse(text)).toBe(known);
    expect(email.parse(known)).toBe(known);
  });

  test("has at most 254 characters", () => {
    const domain = `@${"d".repeat(60)}.${"e".repeat(60)}.${"f".repeat(60)}.example.com`;
    const address = (length: number) => "a".repeat(length - domain.length) + domain;
    expect(accepts(email, address(limits.email))).toBe(true);
    expect(accepts(email, address(limits.email + 1))).toBe(false);
  });

  test.each([
    "cleo",
    "cleo@",
    "@example.com",
    "cleo@localhost",
    "cleo@@example.com",
    "a@b.com, c@d.com",
    "Cleo <cleo@example.com>, Bo <bo@example.com>",
    "cleo@192.168.1.1",
    "~per_1@deleted.invalid",
    "cléo@example.com",
    ".cleo@example.com",
    "cleo..vane@example.com",
    "cleo@-example.com",
    "cleo@example..com",
    "cleo@example.com..",
    "cleo@localhost.",
    "~per_1@deleted.invalid.",
    "cleo@exam ple.com",
    "cleo@example.com/path",
    "cleo@user@example.com",
    "cleo@example.com:25",
    "cleo@example.com\r\nBcc: x@example.com",
  ])("is not %j", (text) => expect(accepts(email, text)).toBe(false));
});

describe("a tag", () => {
  test("is trimmed and in lower case, in any script", () => {
    expect(tags.parse([" VIP ", "second_level", "eu-west-1", "заявка", "हिन्दी", "ไทย", "İstanbul"])).toHaveLength(7);
    expect(tag.parse(" VIP ")).toBe("vip");
  });

  test("is the same however its letters are spelled", () => {
    expect(tag.parse("cafe\u0301")).toBe(tag.parse("caf\u00e9"));
  });

  test("has bounds", () => {
    expect(accepts(tag, "x".repeat(limits.tag))).toBe(true);
    expect(accepts(tag, "x".repeat(limits.tag + 1))).toBe(false);
    // Minutes of work for whoever brings the accents into their order first.
    expect(accepts(tag, `a${"\u0315\u0300".repeat(500_000)}`)).toBe(false);
    expect(
      accepts(
        tags,
        Array.from({ length: limits.tags }, (_, i) => `t${i}`),
      ),
    ).toBe(true);
    expect(
      accepts(
        tags,
        Array.from({ length: limits.tags + 1 }, (_, i) => `t${i}`),
      ),
    ).toBe(false);
  });

  test.each(["", " ", "a b", "a,b", "-a", "_a", "#a", "\u0301a", "\u200b"])("is not %j", (text) => {
    expect(accepts(tag, text)).toBe(false);
  });
});

test.each([
  ["billing", true],
  ["a", true],
  ["how-to-2", true],
  [`a${"b".repeat(39)}`, true],
  [`a${"b".repeat(40)}`, false],
  ["", false],
  ["Billing", false],
  ["2nd", false],
  ["-a", false],
  ["a b", false],
  ["a\n", false],
])("%j as a category: %s", (text, good) => {
  expect(accepts(slug, text)).toBe(good);
});

test("an id is the id of its noun", () => {
  const id = `tkt_${"0".repeat(26)}`;
  expect(idOf("ticket").parse(id)).toBe(id);
  for (const other of [`per_${"0".repeat(26)}`, "1042", `${id}'`, "__proto__", 7]) {
    expect(idOf("ticket").safeParse(other).error?.issues[0]?.path ?? null).toEqual([]);
  }
});

describe("a page", () => {
  const query = z.strictObject(pageQuery);

  test("has 25 items when nobody says how many", () => {
    expect(query.parse({})).toEqual({ limit: 25 });
  });

  test.each([
    ["1", true],
    ["100", true],
    ["0", false],
    ["101", false],
    ["-1", false],
    ["2.5", false],
    ["ten", false],
    ["", false],
    ["Infinity", false],
  ])("of %j items: %s", (limit, good) => {
    expect(accepts(query, { limit })).toBe(good);
  });
});
