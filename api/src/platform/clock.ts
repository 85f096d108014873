import type { Clock } from "../services.ts";

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) =>
    new Promise((resolve) => {
      // Timers count whole milliseconds, and may come one early by the clock.
      setTimeout(resolve, Math.ceil(ms) + 1);
    }),
};
