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

/** Codes that anybody asks for, by the caller: each may be an email to somebody else. */
export const askingLimits = ({ config, clientIp }: From): Bucket[] => [
  { key: `send-code:${clientIp()}`, limit: config.rateLimits.address },
];

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

/**
 * A caller has ten tries at one person's password, and two while it is guessed at from everywhere; both are a caller's own.
 * The right one from elsewhere is always good.
 */
export const passwordLimits = async (
  { config, clock, clientIp }: From & Pick<Services, "clock">,
  email: string,
): Promise<PasswordTries> => {
  const [ip, mailbox] = [clientIp(), await mailboxKey(email)];
  const wrong = { key: `wrong-password:${mailbox}`, limit: { max: 30, window: whileGuessed } };
  const isCrowded = sql`EXISTS (
    SELECT 1 FROM ${rateCounters}
    WHERE ${rateCounters.key} = ${wrong.key} AND ${rateCounters.count} > ${wrong.limit.max}
      AND ${rateCounters.windowEnd} > ${clock.now()})`;
  return {
    before: [
      { key: `password:${ip}`, limit: config.rateLimits.anonymous },
      { key: `password:${ip}:${mailbox}`, limit: { max: 10, window: whileGuessed } },
      { key: `password-crowded:${ip}:${mailbox}`, limit: { max: 2, window: whileGuessed }, when: isCrowded },
    ],
    wrong: [wrong],
  };
};

/** Tries at the present password by somebody who is signed in and wants another one. */
export const changeLimits = ({ clientIp }: From): PasswordTries => ({
  before: [{ key: `change-password:${clientIp()}`, limit: { max: 10, window: whileGuessed } }],
  wrong: [],
});
