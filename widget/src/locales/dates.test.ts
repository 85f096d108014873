import { expect, test } from "vitest";
import { fileSize, relativeTime } from "./dates.ts";
import { plural } from "./plural.ts";

const now = Date.parse("2025-11-21T12:00:00Z");

test.each([
  ["2025-11-21T11:59:30Z", "now"],
  ["2025-11-21T11:58:59Z", "1 minute ago"],
  ["2025-11-21T11:00:01Z", "59 minutes ago"],
  ["2025-11-21T11:00:00Z", "1 hour ago"],
  ["2025-11-20T12:00:00Z", "yesterday"],
  ["2025-11-15T12:00:00Z", "6 days ago"],
  ["2025-11-13T12:00:00Z", "Nov 13, 2025"],
  ["2025-11-21T12:05:00Z", "now"],
])("%s is %s", (at, text) => {
  expect(relativeTime(new Date(at), now)).toBe(text);
});

test.each([
  [1, "1 kB"],
  [1500, "1.5 kB"],
  [400_000, "400 kB"],
  [10 * 1024 * 1024, "10 MB"],
  [3_420_000, "3.4 MB"],
])("%i bytes are %s", (bytes, text) => {
  expect(fileSize(bytes)).toBe(text);
});

test("a text follows its number", () => {
  const forms = { one: "one file", other: "files" };
  expect([0, 1, 2].map((count) => plural(count, forms))).toEqual(["files", "one file", "files"]);
});
