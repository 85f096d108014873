import { expect, test } from "vitest";
import { time } from "./contract/common.ts";
import { day, toIso, toIsoOrNull } from "./time.ts";

test("a time goes over the wire in UTC with milliseconds", () => {
  expect(toIso(Date.UTC(2026, 2, 1, 9, 30, 0, 5))).toBe("2026-03-01T09:30:00.005Z");
  expect(time.safeParse(toIso(365 * day)).success).toBe(true);
});

test("no time stays no time", () => {
  expect(toIsoOrNull(null)).toBeNull();
  expect(toIsoOrNull(0)).toBe("1970-01-01T00:00:00.000Z");
});
