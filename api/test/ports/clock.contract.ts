import { describe, expect, test } from "vitest";
import type { ClockRun } from "./clock-run.ts";

/** What every clock does. */
export const clockContract = (name: string, run: (asked: readonly number[]) => Promise<ClockRun>): void => {
  describe(`the clock: ${name}`, () => {
    test("shows whole milliseconds of our time, and never goes back", async () => {
      const { row } = await run([]);
      expect(row).toEqual(row.toSorted((a, b) => a - b));
      for (const now of row) expect(now).toSatisfy(Number.isSafeInteger);
      const [year = 0] = row.map((now) => new Date(now).getUTCFullYear());
      expect(year).toBeGreaterThanOrEqual(2026);
      expect(year).toBeLessThan(2200);
    });

    test("lets nobody wake too early, and whoever sleeps less first", async () => {
      const { naps } = await run([120, 60, 0]);
      expect(naps.map(({ asked }) => asked)).toEqual([0, 60, 120]);
      for (const { asked, slept } of naps) expect(slept).toBeGreaterThanOrEqual(asked);
    });

    test("lets nobody wake a fraction too early, and of those who wake together the first one first", async () => {
      const together = [3.1, 3.2, 3.3, 3.4, 3.5];
      for (let i = 0; i < 10; i++) {
        const { naps } = await run(together);
        for (const { asked, slept } of naps) expect(slept).toBeGreaterThanOrEqual(asked);
        expect(naps.map(({ asked }) => asked)).toEqual(together);
      }
    });

    test("shows time that has passed after sleeping", async () => {
      const before = await run([1]);
      const after = await run([]);
      expect(after.row[0]).toBeGreaterThan(before.row[0] ?? Infinity);
    });
  });
};
