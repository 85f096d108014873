import { expect, test } from "vitest";
import { whatItGets } from "./channel-filter.ts";

test.each([
  [false, "", "It gets tickets of every kind."],
  [false, "priorities Urgent; tags vip", "It gets tickets with priorities Urgent; tags vip."],
  [true, "", "It gets what no other channel gets."],
  [true, "priorities Urgent; tags vip", "It gets what no other channel gets, with priorities Urgent; tags vip."],
])("what a channel gets is one sentence (fallback %s, filter “%s”)", (fallback, which, sentence) => {
  expect(whatItGets(fallback, which)).toBe(sentence);
});
