import { expect, test } from "vitest";
import { initials } from "./initials.ts";

test.each([
  ["Ana Lima", "AL"],
  ["ana maria lima", "AL"],
  ["Cleo", "C"],
  ["  ", "?"],
  ["\u202e\u200b", "?"],
  ["\u200bAna \u2060Lima", "AL"],
  ['"Ana" (Lima)', "AL"],
  ["★ ♥", "★"],
  ["★ Ana", "A"],
  ["👩‍🚀", "👩‍🚀"],
  ["山田 太郎", "山太"],
  ["e\u0301mile", "E\u0301"],
])("of %j are %j", (name, shown) => expect(initials(name)).toBe(shown));
