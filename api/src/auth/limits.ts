import { day, minute } from "@docket/core/time";
import type { Bucket } from "../http/rate-limit.ts";
import { sha256 } from "../platform/digest.ts";

/** How long a code is good, and how many wrong ones it survives. */
export const codeLife = 10 * minute;
export const codeTries = 3;

/** Guesses of passwords and codes. An office behind one address must still be able to begin its day. */
export const guessLimits = (kind: "password" | "code", ip: string): Bucket[] => [
  { key: `guess-${kind}:${ip}`, limit: { max: 20, window: minute } },
];

/** Guesses of one person's password from anywhere. */
export const passwordLimits = async (ip: string, email: string): Promise<Bucket[]> => [
  ...guessLimits("password", ip),
  { key: `guess-password:${await sha256(email)}`, limit: { max: 30, window: 15 * minute } },
];

/**
 * Codes that are sent. Each one gives three guesses, and each one is a letter: the bounds for one
 * address, whoever asks, keep both rare. The counters know addresses by their hash only.
 */
export const sendingLimits = async (ip: string, email: string): Promise<Bucket[]> => {
  const address = await sha256(email);
  return [
    { key: `send-code:${ip}`, limit: { max: 20, window: 10 * minute } },
    { key: `send-code:${address}`, limit: { max: 5, window: 15 * minute } },
    { key: `send-code-daily:${address}`, limit: { max: 30, window: day } },
  ];
};
