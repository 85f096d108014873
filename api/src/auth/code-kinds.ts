import { hour, minute } from "@docket/core/time";

/**
 * Two kinds of codes. One's `own` is good only for whoever asked, so that nobody can use up the tries of somebody else. Where
 * more are asked for than one address is sent, everybody who asks uses the `shared` one: it has so many digits that
 * there is no need to count guesses.
 */
export const codeKinds = {
  own: { digits: 6, life: 10 * minute, tries: 3, renewedBefore: 0 },
  shared: { digits: 12, life: hour, tries: null, renewedBefore: 10 * minute },
} as const;

export type CodeKind = keyof typeof codeKinds;

export const isLong = (code: string): boolean => code.length === codeKinds.shared.digits;

/** How long a code with these digits is good. */
export const lifeOf = (code: string): number => codeKinds[isLong(code) ? "shared" : "own"].life;
