import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSiteInput, origin, proveEmailInput } from "./site.ts";

const accepts = (text: unknown): boolean => origin.safeParse(text).success;

describe("an origin", () => {
  test.each([
    "https://www.example.com",
    "http://localhost:3000",
    "http://127.0.0.1:8787",
    "http://[::1]:8787",
    "https://xn--mnchen-3ya.de",
    "https://my_team.example.com",
    "http://example.com:443",
    "https://example.com:65535",
  ])("may be %s", (text) => {
    expect(new URL(text).origin).toBe(text);
    expect(accepts(text)).toBe(true);
  });

  test.each([
    "",
    "null",
    "*",
    "https://*.example.com",
    "https://",
    "example.com",
    "//example.com",
    "https://user@example.com",
    "https://slack.com@evil.test/x",
    "https://slack.com:443@evil.test",
    "https://slack.com\uff0f@evil.test",
    "https://slack.com%40evil.test",
    "https://example.com:65536",
    "https://a..b",
    "https://-a.com",
    "https://example.com,https://evil.com",
    "ftp://example.com",
    "javascript:alert(1)",
    "file://",
    "chrome-extension://abc",
    `https://${"a.".repeat(150)}com`,
    7,
    null,
  ])("is not %j", (text) => expect(accepts(text)).toBe(false));

  test.each([
    ["https://example.com/", "https://example.com"],
    ["https://example.com/path?x=1#y", "https://example.com"],
    ["https://example.com?", "https://example.com"],
    ["HTTPS://Example.com", "https://example.com"],
    ["https://example.com:443", "https://example.com"],
    ["http://example.com:80/", "http://example.com"],
    ["https://münchen.de", "https://xn--mnchen-3ya.de"],
    [" https://example.com\n", "https://example.com"],
    ["https://evil.test\\@slack.com", "https://evil.test"],
  ])("is taken out of %j", (typed, kept) => expect(origin.parse(typed)).toBe(kept));

  test("is taken as a browser writes it, from any web address", () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
    );
    const port = fc.option(
      fc.integer({ min: 1, max: 65_535 }).map((number) => `:${number}`),
      { nil: "" },
    );
    fc.assert(
      fc.property(fc.constantFrom("http", "https"), host, port, (scheme, name, suffix) => {
        expect(accepts(new URL(`${scheme}://${name}${suffix}/path`).origin)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test("a site names each origin once", () => {
  const site = { name: "Shop", origins: ["https://example.com", "https://www.example.com"] };
  expect(createSiteInput.safeParse(site).success).toBe(true);
  const twice = { ...site, origins: ["https://example.com", "https://example.com"] };
  expect(createSiteInput.safeParse(twice).error?.issues[0]?.path).toEqual(["origins"]);
});

test.each([" 123 456 ", "123-456\n", "Your code: 123456", "١٢٣٤٥٦", "۱۲۳۴۵۶", "１２３４５６", "१२३४५६"])(
  "%j is the code 123456",
  (code) => expect(proveEmailInput.parse({ email: "cleo@example.com", code }).code).toBe("123456"),
);

test.each(["12345", "1234567", "12345a", "½23456", ""])("%j is not a code", (code) => {
  expect(proveEmailInput.safeParse({ email: "cleo@example.com", code }).success).toBe(false);
});
