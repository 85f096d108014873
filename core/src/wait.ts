import { minute, second } from "./time.ts";

/** How long somebody has to wait, as people say it. */
export interface Wait {
  readonly unit: "seconds" | "minutes" | "hours";
  readonly count: number;
}

/** Seconds as a few of a unit, never less than they are. */
export const waitOf = (seconds: number): Wait => {
  if (seconds < 90) return { unit: "seconds", count: Math.max(1, Math.ceil(seconds)) };
  const minutes = Math.ceil((seconds * second) / minute);
  return minutes < 100 ? { unit: "minutes", count: minutes } : { unit: "hours", count: Math.ceil(minutes / 60) };
};

/** The same in words: "in about 50 minutes". */
export const waitText = (seconds: number): string => {
  const { unit, count } = waitOf(seconds);
  return `in about ${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
};
