import type { Ms } from "@docket/core/time";
import { day, hour } from "@docket/core/time";
import type { Random } from "./random.ts";

const startOfDay = (at: Ms): Ms => Math.floor(at / day) * day;

const isWeekday = (at: Ms, ...days: readonly number[]): boolean => days.includes(new Date(at).getUTCDay());

/** The shop's hours of that day (UTC): none on Sundays, short ones on Saturdays. */
const shiftOf = (at: Ms): readonly [from: Ms, to: Ms] | null => {
  const midnight = startOfDay(at);
  if (isWeekday(at, 0)) return null;
  return isWeekday(at, 6) ? [midnight + 10 * hour, midnight + 14 * hour] : [midnight + 8 * hour, midnight + 18 * hour];
};

/** The moment when somebody at work is done with something that takes this long; the clock stops after hours. */
export const afterWork = (from: Ms, duration: Ms): Ms => {
  let at = from;
  let left = duration;
  for (;;) {
    const shift = shiftOf(at);
    const begin = shift === null ? at : Math.max(at, shift[0]);
    if (shift !== null && begin + left <= shift[1]) return begin + left;
    if (shift !== null && begin < shift[1]) left -= shift[1] - begin;
    at = startOfDay(at) + day;
  }
};

/** This moment, or the next morning when it is in the night: when clients write. */
export const whenAwake = (at: Ms): Ms => {
  const time = at - startOfDay(at);
  if (time < 6.5 * hour) return startOfDay(at) + 7 * hour + (time % hour);
  return time > 22.5 * hour ? startOfDay(at) + day + 7 * hour + (time % hour) : at;
};

/** The next night at three: when the desk tidies up. */
export const nextNight = (at: Ms): Ms => startOfDay(at) + day + 3 * hour;

/** How much is going on at this moment, from 0 to 1. */
const traffic = (at: Ms): number => {
  const time = (at - startOfDay(at)) / hour;
  const ofDay = isWeekday(at, 0) ? 0.4 : isWeekday(at, 6) ? 0.5 : 1;
  const ofHour = time < 6 ? 0.02 : time < 8 ? 0.3 : time < 18 ? 1 : time < 22 ? 0.45 : 0.1;
  return ofDay * ofHour;
};

/** This many moments of the last `days` days in order: more in working hours, and somewhat more of late. */
export const busyMoments = (random: Random, now: Ms, days: number, count: number): readonly Ms[] => {
  const moments: Ms[] = [];
  while (moments.length < count) {
    const past = random.next();
    const at = Math.floor(now - past * days * day);
    if (random.chance(traffic(at) * (1 - past / 1.7))) moments.push(at);
  }
  return moments.toSorted((a, b) => a - b);
};
