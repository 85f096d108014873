import { idPattern } from "@docket/core/ids";
import { expect, test } from "vitest";
import { cryptoIds } from "./ids.ts";

test("ids are of their noun, sort by time and do not repeat", () => {
  const ids = Array.from({ length: 1000 }, () => cryptoIds.next("ticket", 1_700_000_000_000));
  expect(ids.every((id) => idPattern("ticket").test(id))).toBe(true);
  expect(new Set(ids).size).toBe(1000);
  expect(cryptoIds.next("ticket", 1_700_000_000_001) > (ids.toSorted().at(-1) ?? "")).toBe(true);
});

test("tokens have 256 bits, in characters that urls and headers take as they are", () => {
  const tokens = Array.from({ length: 200 }, () => cryptoIds.token());
  expect(tokens.every((token) => /^[A-Za-z0-9_-]{43}$/.test(token))).toBe(true);
  expect(new Set(tokens).size).toBe(200);
});

test("fractions are spread from 0 to 1", () => {
  const fractions = Array.from({ length: 2000 }, () => cryptoIds.fraction());
  expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...fractions)).toBeLessThan(1);
  const mean = fractions.reduce((sum, one) => sum + one, 0) / fractions.length;
  expect(mean).toBeGreaterThan(0.4);
  expect(mean).toBeLessThan(0.6);
});
