import { day, hour, minute } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { rateCounters } from "../db/schema/events.ts";
import { mailboxOf } from "../email/mailbox-of.ts";
import type { Bucket } from "../http/rate-limit.ts";
import { sha256 } from "../platform/digest.ts";
import { networkOf } from "../platform/caller-address.ts";
import type { Services } from "../services.ts";
import type { PasswordCaller } from "./auth.ts";

type From = Pick<Services, "config" | "clientIp">;

/** The counters know mailboxes by their hash only. */
const mailboxKey = (email: string): Promise<string> => sha256(mailboxOf(email));

/** Whoever it holds for, what is over it stays so for its time. */
const lasting = (bucket: Bucket & { readonly key: string }): Bucket => ({ ...bucket, name: bucket.key });

const otherwise = "If you cannot wait, use the browser in which you signed in before, or another network";

/**
 * Codes that anybody asks for, by the caller: each may be an email to somebody else. Where somebody has signed in before, they
 * do not count: what others at the same address do keeps nobody out.
 */
export const askingLimits = ({ config, clientIp }: From): Bucket[] => {
  const advice = `${otherwise}, or sign in with your password.`;
  return [{ key: `send-code:${clientIp()}`, limit: config.rateLimits.address, advice }];
};

/** Codes that are asked for where somebody has signed in before, by the mailbox. Nobody else can use these up. */
export const knownAskingLimits = async (email: string): Promise<Bucket[]> => {
  const advice =
    "If you cannot wait, sign in with your password, or use a browser in which you have not signed in yet.";
  return [{ key: `send-code-known:${await mailboxKey(email)}`, limit: { max: 60, window: day }, advice }];
};

/** Emails with short codes to one mailbox, whoever asks. Beyond them nobody is refused: see `code-kinds.ts`. */
export const emailedCodeLimits = async (email: string): Promise<Bucket[]> => {
  const mailbox = await mailboxKey(email);
  return [
    { key: `codes:${mailbox}`, limit: { max: 5, window: hour } },
    { key: `codes-daily:${mailbox}`, limit: { max: 20, window: day } },
  ];
};

/**
 * Emails with long codes to addresses that share a mailbox with a plain one, and belong to nobody who proved them: anybody can
 * make up as many as they like.
 */
export const madeUpAddressLimit = async (email: string, isNobodys: SQL): Promise<Bucket> => ({
  key: `codes-made-up:${await mailboxKey(email)}`,
  limit: { max: 1, window: hour },
  when: isNobodys,
});

/** Wrong codes of one caller. A right one is never refused for them. */
export const wrongCodeLimits = ({ config, clientIp }: From): Bucket[] => [
  lasting({ key: `wrong-code:${clientIp()}`, limit: config.rateLimits.anonymous }),
];

/** What is refused for its form, by the caller: it was read like everything else. What is well formed is not refused for it. */
export const formLimits = ({ config, clientIp }: From): Bucket[] => [
  lasting({ key: `sign-in-form:${clientIp()}`, limit: config.rateLimits.anonymous }),
];

const whileGuessed = 15 * minute;

/** What a caller's tries at a person's password count towards. */
export interface PasswordTries {
  /** What is looked at, right or wrong, which is dear. */
  readonly each: readonly Bucket[];
  /** Before a try, and given back for a right one: those of the caller for this person, and while many others guess. */
  readonly before: readonly Bucket[];
  /** After a wrong one: those for this person, from anywhere. */
  readonly wrong: readonly Bucket[];
}

/** Tries of one caller at what is named so: ten, and two while it is guessed at from everywhere. */
const triesOf = (
  { clock }: Pick<Services, "clock">,
  caller: string,
  whose: string,
  advice: string,
): Omit<PasswordTries, "each"> => {
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

/**
 * What is looked at for all behind one address, whatever it names and whether it is right: each costs the desk the same. The
 * wider network of IPv6 has more.
 */
const ofAddress = ({ config, clientIp }: From, advice: string): Bucket[] => {
  const { max, window } = config.rateLimits.anonymous;
  const [address, network] = [clientIp(), networkOf(clientIp())];
  const own = lasting({ key: `password:${address}`, limit: { max: 3 * max, window }, advice });
  if (network === address) return [own];
  return [own, lasting({ key: `password:${network}`, limit: { max: 9 * max, window }, advice })];
};

/** The same for somebody who is known, wherever they are. */
const ofPerson = ({ config }: From, whose: string, advice: string): Bucket => {
  const { max, window } = config.rateLimits.anonymous;
  return lasting({ key: `password-known:${whose}`, limit: { max: 3 * max, window }, advice });
};

/** Who asks to have a password looked at that is said to be of this address: in a known browser, that person. */
export const callerWith = ({ clientIp }: From, email: string | null): PasswordCaller => ({
  person: email === null ? null : mailboxOf(email),
  address: clientIp(),
});

const byCode = "If you cannot wait, sign in with a code by email.";

/**
 * A caller has ten tries at one person's password, and two while it is guessed at from everywhere; both are a caller's own.
 * The right one from elsewhere is always good. All behind one address together have so many, at whosever passwords, that
 * one of them uses them up for the others only on purpose. Browsers in which that person has signed in share none with
 * their address.
 */
export const passwordLimits = async (
  services: From & Pick<Services, "clock">,
  email: string,
  isKnown: boolean,
): Promise<PasswordTries> => {
  const { clientIp } = services;
  const whose = await mailboxKey(email);
  if (isKnown) return { each: [ofPerson(services, whose, byCode)], ...triesOf(services, "known", whose, byCode) };
  const advice = `${otherwise}, or sign in with a code by email.`;
  return { each: ofAddress(services, advice), ...triesOf(services, clientIp(), whose, advice) };
};

/** A session that is shown, by its hash, and the address of whoever it belongs to. */
export interface ShownSession {
  readonly hash: string;
  readonly email: string;
}

/**
 * Tries at the present password by somebody who is signed in and wants another one: those of the session that is shown. What
 * belongs to no session gets as far as no password, and counts for its address, whatever it shows.
 */
export const changeLimits = async (
  services: From & Pick<Services, "clock">,
  session: ShownSession | null,
): Promise<PasswordTries> => {
  if (session === null) return { each: ofAddress(services, "Please sign in again."), before: [], wrong: [] };
  const advice = "If you do not know it, sign out and choose “Forgot your password?”.";
  return {
    each: [ofPerson(services, await mailboxKey(session.email), advice)],
    ...triesOf(services, services.clientIp(), `session:${session.hash}`, advice),
  };
};
