import type { Ms } from "@docket/core/time";
import type { Clock } from "../../src/services.ts";

/** What a clock showed in a row, and how long everybody slept who lay down at one moment, the first to wake first. */
export interface ClockRun {
  readonly row: readonly Ms[];
  readonly naps: readonly { readonly asked: number; readonly slept: number }[];
}

/** Looks at a clock, beside it: it answers at once. */
export const runClock = async (clock: Clock, asked: readonly number[]): Promise<ClockRun> => {
  const row = Array.from({ length: 1000 }, () => clock.now());
  const naps: { asked: number; slept: number }[] = [];
  await Promise.all(
    asked.map(async (ms) => {
      const began = clock.now();
      await clock.sleep(ms);
      naps.push({ asked: ms, slept: clock.now() - began });
    }),
  );
  return { row, naps };
};
