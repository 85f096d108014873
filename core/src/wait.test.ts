import { expect, test } from "vitest";
import { waitText } from "./wait.ts";

test.each([
  [0, "in about 1 second"],
  [40, "in about 40 seconds"],
  [89.5, "in about 90 seconds"],
  [2970, "in about 50 minutes"],
  [3600, "in about 60 minutes"],
  [86_398, "in about 24 hours"],
])("%d seconds are %s", (seconds, words) => {
  expect(waitText(seconds)).toBe(words);
});
