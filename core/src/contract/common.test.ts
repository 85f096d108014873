import { describe, expect, test } from "vitest";
import { z } from "zod";
import { limits } from "../limits.ts";
import { body, email, idOf, line, pageQuery, searchText, slug, tag, tags } from "./common.ts";

const accepts = (schema: z.ZodType, text: unknown): boolean => schema.safeParse(text).success;
const title = line(limits.title);

describe.each([
  ["a line", title, limits.title],
  ["a body", body, limits.body],
  ["a search", searchText, limits.query],
] as const)("%s", (_, schema, max) => {
  test("is trimmed and not empty", () => {
    expect(schema.parse("  \n hello \r\n\t ")).toBe("hello");
    for (const text of ["", "   ", "\n\n", "\u00a0\ufeff"]) expect(accepts(schema, text)).toBe(false);
  });

  test("has a length in whole characters, counted after trimming", () => {
    expect(accepts(schema, "x".repeat(max))).toBe(true);
    expect(accepts(schema, ` ${"x".repeat(max)} `)).toBe(true);
    expect(accepts(schema, "x".repeat(max + 1))).toBe(false);
    expect(accepts(schema, "🙂".repeat(max))).toBe(true);
    expect(accepts(schema, "🙂".repeat(max + 1))).toBe(false);
  });

  test.each(["\u0000", "\u0007", "\u000b", "\u000c", "\u001b[31m", "\u007f", "\u0085", "\u009f"])(
    "has no control character: %j",
    (control) => expect(accepts(schema, `a${control}b`)).toBe(false),
  );

  test.each(["\ud800", "\udc00", "\udc00\ud800", "🙂\ud83d"])("has no half of a character: %j", (half) => {
    expect(accepts(schema, `a${half}b`)).toBe(false);
  });

  test.each(["naïve", "日本語", "العربية\u200f", "👩‍👩‍👧", "<b>&amp;</b>", "'; DROP TABLE ticket; --", "%_\\"])(
    "keeps %j as it is",
    (text) => expect(schema.parse(text)).toBe(text),
  );

  test.each([null, undefined, 1, true, {}, ["text"]])("is not %j", (value) => {
    expect(accepts(schema, value)).toBe(false);
  });
});

test.each(["\n", "\r", "\t", "\u2028", "\u2029"])("a line is one line: not %j", (end) => {
  expect(accepts(title, `a${end}b`)).toBe(false);
});

describe("a body", () => {
  test("has one kind of line end", () => {
    expect(body.parse("a\r\nb\rc\n\r\nd\te")).toBe("a\nb\nc\n\nd\te");
  });

  test("is as long as what is kept of it", () => {
    const lines = "x\r\n".repeat(limits.body / 2 - 1);
    expect(body.parse(`${lines}yz`)).toHaveLength(limits.body);
    expect(accepts(body, `${lines}xyz`)).toBe(false);
  });
});

describe("an email address", () => {
  test("is trimmed and in lower case", () => {
    expect(email.parse("  Cleo@Example.COM ")).toBe("cleo@example.com");
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
    "Cleo <cleo@example.com>",
    "cleo@example.com\r\nBcc: x@example.com",
    "cleo@exa\u0000mple.com",
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

  test.each(["", " ", "a b", "a,b", "-a", "_a", "#a", "a\u0000", "a\ud800", "\u0301a"])("is not %j", (text) => {
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
