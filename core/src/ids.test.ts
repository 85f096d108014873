import { expect, test } from "vitest";
import type { Noun } from "./ids.ts";
import { idPattern, idPrefixes, idRandomBytes, makeId } from "./ids.ts";

const at = Date.UTC(2026, 2, 1, 9);
const bytes = (value: number) => new Uint8Array(idRandomBytes).fill(value);
const nouns = Object.keys(idPrefixes) as Noun[];

test.each(nouns)("the id of a %s says so and matches its own pattern only", (noun) => {
  const id = makeId(noun, at, bytes(7));
  expect(id.startsWith(`${idPrefixes[noun]}_`)).toBe(true);
  expect(nouns.filter((other) => idPattern(other).test(id))).toEqual([noun]);
});

test("no two nouns share a prefix", () => {
  expect(new Set(Object.values(idPrefixes)).size).toBe(nouns.length);
});

test("ids sort by the time they were made, whatever is random", () => {
  const times = [0, 1, 31, 32, 1023, 1024, at - 1, at, at + 1, at + 1000, 2 ** 48 - 1];
  const ids = times.map((time, index) => makeId("ticket", time, bytes(255 - index)));
  expect(ids.toSorted()).toEqual(ids);
});

test("every byte value gives a letter of the alphabet, and none that looks like a digit", () => {
  for (let value = 0; value < 256; value++) {
    const id = makeId("ticket", at, bytes(value));
    expect(id).toMatch(idPattern("ticket"));
    expect(id.slice("tkt_".length)).not.toMatch(/[ilou]/);
  }
});

test("the random part keeps five bits of each byte", () => {
  const parts = Array.from({ length: 32 }, (_, value) => makeId("ticket", at, bytes(value)).slice(-idRandomBytes));
  expect(new Set(parts).size).toBe(32);
});

const good = makeId("ticket", at, bytes(1));
test.each([
  good.toUpperCase(),
  good.slice(0, -1),
  `${good}0`,
  `${good}\n`,
  ` ${good}`,
  good.replace("tkt_", "per_"),
  good.replace("tkt_", ""),
  `${good.slice(0, -1)}l`,
  "",
])("%j is not the id of a ticket", (text) => {
  expect(idPattern("ticket").test(text)).toBe(false);
});
