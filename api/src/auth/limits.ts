import { day, minute } from "@docket/core/time";
import type { Bucket } from "../http/rate-limit.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";

/** How long a code is good, and how many wrong ones it survives. */
export const codeLife = 10 * minute;
export const codeTries = 3;

/** How many codes are sent to one address, whoever asks. */
const codesPerWindow = 5;
const sendingWindow = 15 * minute;

type From = Pick<Services, "config" | "clientIp">;

/** Guesses of passwords and codes by one caller. */
export const guessLimits = (kind: "password" | "code", { config, clientIp }: From): Bucket[] => [
  { key: `guess-${kind}:${clientIp()}`, limit: config.rateLimits.anonymous },
];

/**
 * Guesses of the codes to one address, by one caller and from anywhere: as many as the codes allow that can be sent in
 * that time. better-auth reads how often a code was tried before it writes it, so guesses at the same moment count once.
 */
export const codeLimits = async (from: From, email: string): Promise<Bucket[]> => [
  ...guessLimits("code", from),
  { key: `guess-code:${await sha256(email)}`, limit: { max: codesPerWindow * codeTries, window: sendingWindow } },
];

/** Guesses of one person's password, by one caller and from anywhere. */
export const passwordLimits = async (from: From, email: string): Promise<Bucket[]> => [
  ...guessLimits("password", from),
  { key: `guess-password:${await sha256(email)}`, limit: { max: 30, window: 15 * minute } },
];

/**
 * Codes that are sent. Each one is a letter and gives three guesses: the bounds for one address, whoever
 * asks, keep both rare. The counters know addresses by their hash only.
 */
export const sendingLimits = async ({ config, clientIp }: From, email: string): Promise<Bucket[]> => {
  const address = await sha256(email);
  return [
    { key: `send-code:${clientIp()}`, limit: { ...config.rateLimits.anonymous, window: 10 * minute } },
    { key: `send-code:${address}`, limit: { max: codesPerWindow, window: sendingWindow } },
    { key: `send-code-daily:${address}`, limit: { max: 30, window: day } },
  ];
};
