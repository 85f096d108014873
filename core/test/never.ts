import fc from "fast-check";
import { expect } from "vitest";
import type { Walk } from "./walk.ts";
import { plans, walk } from "./walk.ts";

export const numRuns = 200;

/** Looks for things that break a rule, in any walk. */
export const never = <T>(things: (walk: Walk) => readonly T[], broken: (thing: T) => boolean): void =>
  fc.assert(
    fc.property(plans, (plan) => {
      expect(things(walk(plan)).filter(broken)).toEqual([]);
    }),
    { numRuns },
  );
