import { day, hour, minute } from "@docket/core/time";
import { sql } from "drizzle-orm";
import { rateCounters } from "../db/schema/events.ts";
import { mailboxOf } from "../email/mailbox-of.ts";
import type { Bucket } from "../http/rate-limit.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";

type From = Pick<Services, "config" | "clientIp">;

/** The counters know mailboxes by their hash only. */
const mailboxKey = (email: string): Promise<string> => sha256(mailboxOf(email));

const otherwise = "If you cannot wait, use the browser in which you signed in before, or another network";

/**
 * Codes that anybody asks for, by the caller: each may be an email to somebody else. Where somebody has signed in before, they
 * do not count: what others at the same address do keeps nobody out. The mailbox has bounds of its own.
 */
export const askingLimits = ({ config, clientIp }: From, isKnown = false): Bucket[] => {
  if (isKnown) return [];
  const advice = `${otherwise}, or sign in with your password.`;
  return [{ key: `send-code:${clientIp()}`, limit: config.rateLimits.address, advice }];
};

/** Emails with short codes to one mailbox, whoever asks. Beyond them nobody is refused: see `code-kinds.ts`. */
export const emailedCodeLimits = async (email: string): Promise<Bucket[]> => {
  const mailbox = await mailboxKey(email);
  return [
    { key: `codes:${mailbox}`, limit: { max: 5, window: hour } },
    { key: `codes-daily:${mailbox}`, limit: { max: 20, window: day } },
  ];
};

/** Wrong codes of one caller. A right one is never refused for them. */
export const wrongCodeLimits = ({ config, clientIp }: From): Bucket[] => [
  { key: `wrong-code:${clientIp()}`, limit: config.rateLimits.anonymous },
];

const whileGuessed = 15 * minute;

/** What a caller's tries at a person's password count towards. */
export interface PasswordTries {
  /** Before a try, which is dear: those of the caller, of the caller for this person, and while many others guess. */
  readonly before: readonly Bucket[];
  /** After a wrong one: those for this person, from anywhere. */
  readonly wrong: readonly Bucket[];
}

/** Tries of one caller at what is named so: ten, and two while it is guessed at from everywhere. */
const triesOf = ({ clock }: Pick<Services, "clock">, caller: string, whose: string, advice: string): PasswordTries => {
  const wrong = { key: `wrong-password:${whose}`, limit: { max: 30, window: whileGuessed } };
  const isCrowded = sql`EXISTS (
    SELECT 1 FROM ${rateCounters}
    WHERE ${rateCounters.key} = ${wrong.key} AND ${rateCounters.count} > ${wrong.limit.max}
      AND ${rateCounters.windowEnd} > ${clock.now()})`;
  return {
    before: [
      { key: `password:${caller}:${whose}`, limit: { max: 10, window: whileGuessed }, advice },
      { key: `password-crowded:${caller}:${whose}`, limit: { max: 2, window: whileGuessed }, when: isCrowded, advice },
    ],
    wrong: [wrong],
  };
};

/** Tries of all behind one address, at whatever they name. */
const ofAddress = ({ config, clientIp }: From, advice: string): Bucket => {
  const { max, window } = config.rateLimits.anonymous;
  return { key: `password:${clientIp()}`, limit: { max: 3 * max, window }, advice };
};

/** Whose place a password takes among those that are looked at: a known browser's own, or that of the address. */
export const placeOf = ({ clientIp }: From, email: string, isKnown: boolean): string =>
  isKnown ? `known:${mailboxOf(email)}` : clientIp();

/**
 * A caller has ten tries at one person's password, and two while it is guessed at from everywhere; both are a caller's own.
 * The right one from elsewhere is always good. All behind one address together have so many tries, at whosever passwords, that
 * one of them uses them up for the others only on purpose. Browsers in which that person has signed in share no tries with
 * their address.
 */
export const passwordLimits = async (
  services: From & Pick<Services, "clock">,
  email: string,
  isKnown: boolean,
): Promise<PasswordTries> => {
  const { clientIp } = services;
  const whose = await mailboxKey(email);
  if (isKnown) return triesOf(services, "known", whose, "If you cannot wait, sign in with a code by email.");
  const advice = `${otherwise}, or sign in with a code by email.`;
  const tries = triesOf(services, clientIp(), whose, advice);
  return { ...tries, before: [ofAddress(services, advice), ...tries.before] };
};

/**
 * Tries at the present password by somebody who is signed in and wants another one: those of the session that is shown, by its
 * hash. What belongs to no session gets as far as no password, and counts for its address, whatever it shows.
 */
export const changeLimits = (services: From & Pick<Services, "clock">, session: string | null): PasswordTries =>
  session === null
    ? { before: [ofAddress(services, "Please sign in again.")], wrong: [] }
    : triesOf(
        services,
        services.clientIp(),
        `session:${session}`,
        "If you do not know it, sign out and choose “Forgot your password?”.",
      );
