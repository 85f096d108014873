import { createHMAC } from "@better-auth/utils/hmac";
import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import { and, eq, gt, lt, lte, not, or, sql } from "drizzle-orm";
import { lostStatement } from "../db/client.ts";
import { codes } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";
import { mailboxOf, readerOf } from "../email/mailbox-of.ts";
import type { Count } from "../http/rate-limit.ts";
import { checkCount, count } from "../http/rate-limit.ts";
import { countQueries } from "../http/rate-query.ts";
import { selectMailAway } from "../outbox/mail-away-query.ts";
import { owe } from "../outbox/owe.ts";
import { releaseProven } from "../outbox/release-proven.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import type { Auth } from "./auth.ts";
import type { CodeKind } from "./code-kinds.ts";
import { codeKinds, isLong } from "./code-kinds.ts";
import { emailedCodeLimits, madeUpAddressLimit } from "./limits.ts";

type Used = Pick<Services, "config" | "db" | "clock" | "ids" | "wake">;
type Row = typeof codes.$inferSelect;

/** How long after an email another one with the same code may be asked for, and how many there are of it. */
const pause = minute;
const emailsOfCode = 2;

/** Codes have few digits, so only the key of this hash keeps them from being found by trying them all. */
export const hashCode = (secret: string, text: string): Promise<string> =>
  createHMAC("SHA-256", "base64urlnopad").sign(secret, `code:${text}`);

const digitsOf = async (secret: string, seed: string, length: number): Promise<string> => {
  const hex = await createHMAC("SHA-256", "hex").sign(secret, `digits:${seed}`);
  return String(BigInt(`0x${hex}`) % 10n ** BigInt(length)).padStart(length, "0");
};

/** The row of what was sent to an address for one asker, or for everybody. */
const idOf = (email: string, asker: string | null): Promise<string> => sha256(JSON.stringify([email, asker]));

/** A code that can still be used; as a condition and as a fact. */
const isGood = (now: Ms) => and(gt(codes.expiresAt, now), lt(codes.tries, codeKinds.own.tries));
const isStillGood = ({ expiresAt, tries }: Row, now: Ms): boolean => expiresAt > now && tries < codeKinds.own.tries;

/** Codes that prove an address, each for whoever asked; see docs/adr/0016-neither-locked-out-nor-guessed.md. */
export const createCodes = (services: Used): Pick<Auth, "sendCode" | "takeCode"> => {
  const { config, db, clock, ids, wake } = services;

  /** Makes a code and sends it, unless there is one that is good or that somebody makes in this very moment. */
  const sendNew = async (kind: CodeKind, id: string, email: string, now: Ms): Promise<void> => {
    const { digits, life, renewedBefore } = codeKinds[kind];
    const seed = ids.token();
    const code = await digitsOf(config.secret, seed, digits);
    const hash = await hashCode(config.secret, `${id}:${code}`);
    const spent = or(
      lte(codes.expiresAt, now + renewedBefore),
      kind === "own" ? not(lt(codes.tries, codeKinds.own.tries)) : undefined,
    );
    try {
      await db.write(
        db.orm.delete(codes).where(and(eq(codes.id, id), spent)),
        db.orm.insert(codes).values({ id, seed, hash, sentAt: now, expiresAt: now + life }),
        owe(services, [{ type: "email.send_code", email, code }]),
      );
    } catch (error) {
      if (lostStatement(error) !== 1) throw error;
    }
  };

  const sendAgain = async ({ id, seed }: Row, email: string, now: Ms): Promise<void> => {
    const { digits, life } = codeKinds.own;
    await db.write(
      db.orm
        .update(codes)
        .set({ sentAt: now, expiresAt: now + life, emails: sql`${codes.emails} + 1` })
        .where(eq(codes.id, id)),
      owe(services, [{ type: "email.send_code", email, code: await digitsOf(config.secret, seed, digits) }]),
    );
  };

  /**
   * Whether a mailbox that is sent no more short codes is sent a long one to this address. A plain one, and one that somebody
   * has proven, always has its own; all others of the mailbox share.
   */
  const mayBeSentLong = async (email: string): Promise<boolean> => {
    if (readerOf(email) === mailboxOf(email)) return true;
    const isProven = and(eq(people.email, email), eq(people.emailVerified, true));
    const bucket = await madeUpAddressLimit(email, sql`NOT EXISTS (SELECT 1 FROM ${people} WHERE ${isProven})`);
    const [counted] = await count(services, [bucket]);
    return counted === undefined || counted.count <= bucket.limit.max;
  };

  return {
    async sendCode(email, asker, ofCaller) {
      const now = clock.now();
      const own = await idOf(email, asker);
      // Who asks again and again has the code already.
      const isUnderWay = and(
        eq(codes.id, own),
        isGood(now),
        or(gt(codes.sentAt, now - pause), not(lt(codes.emails, emailsOfCode))),
      );
      const isDue = sql`NOT EXISTS (SELECT 1 FROM ${codes} WHERE ${isUnderWay})`;
      const buckets = (await emailedCodeLimits(email)).map((bucket) => ({ ...bucket, when: isDue }));
      const answers: unknown[] = await db.write(
        ...countQueries(db, [...ofCaller, ...buckets], now),
        selectMailAway(db),
        db.orm.select().from(codes).where(eq(codes.id, own)),
      );
      const [row] = answers.pop() as Row[];
      const isDelayed = (answers.pop() as unknown[]).length > 0;
      const counts = (answers as Count[][]).map(([counted]) => counted);
      for (const bucket of ofCaller) checkCount(services, bucket, counts.shift());
      if (counts[0] === undefined) return { isDelayed };
      const isCrowded = buckets.some(({ limit }, i) => (counts[i]?.count ?? limit.max + 1) > limit.max);
      if (isCrowded) {
        if (await mayBeSentLong(email)) await sendNew("shared", await idOf(readerOf(email), null), email, now);
      } else if (row && isStillGood(row, now)) await sendAgain(row, email, now);
      else await sendNew("own", own, email, now);
      wake();
      return { isDelayed };
    },

    async takeCode(email, asker, code) {
      const id = await (isLong(code) ? idOf(readerOf(email), null) : idOf(email, asker));
      const hash = await hashCode(config.secret, `${id}:${code}`);
      const now = clock.now();
      const isThis = and(eq(codes.id, id), isLong(code) ? gt(codes.expiresAt, now) : isGood(now));
      const isRight = and(isThis, eq(codes.hash, hash));
      const [released, taken] = await db.write(
        releaseProven(db, email, now, sql`EXISTS (SELECT 1 FROM ${codes} WHERE ${isRight})`),
        db.orm.delete(codes).where(isRight).returning({ id: codes.id }),
        db.orm
          .update(codes)
          .set({ tries: sql`${codes.tries} + 1` })
          .where(isThis),
      );
      if (released.length > 0) wake();
      return taken.length > 0;
    },
  };
};
