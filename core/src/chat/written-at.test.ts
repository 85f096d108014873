import { expect, test } from "vitest";
import { writtenAt } from "./written-at.ts";

test.each([
  ["slack", "1700000000.123456", 1_700_000_000_123],
  ["slack", "1700000000.999999", 1_700_000_000_999],
  ["slack", "175928847299117063", null],
  ["slack", "x", null],
  ["discord", "175928847299117063", Date.parse("2016-04-30T11:18:25.796Z")],
  ["discord", "1700000000.123456", null],
  ["discord", "12", null],
] as const)("in %s %s was written at %s", (platform, id, at) => {
  expect(writtenAt(platform, id)).toBe(at);
});
