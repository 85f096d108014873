import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { hour, second } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { letters, outbox } from "../db/schema/events.ts";
import { messages } from "../db/schema/messages.ts";
import { noteAnswer } from "../outbox/due-query.ts";
import { minorKinds, mostMinor } from "./budgets.ts";

/** What is kept of a letter. */
export interface LetterRecord {
  readonly messageId: string;
  readonly recipient: string;
  readonly kind: string;
  /** Written by Docket itself. */
  readonly automatic: boolean;
  /** The budget that it uses up, and how large that is in an hour; null for what is not bounded. */
  readonly budget: { readonly key: string; readonly most: number } | null;
}

/**
 * What is to be done with a letter. `maybe_sent`: it was tried before, and nobody knows with what result. `too_soon`: the same,
 * but the mail service may not find it before `until`. `over_budget`: there is room for it then; `isFull` says that there is
 * none for anything, and not only for what is minor.
 */
type Reservation =
  | { readonly state: "reserved" | "maybe_sent" | "sent_before" }
  | { readonly state: "too_soon"; readonly until: Ms }
  | { readonly state: "over_budget"; readonly until: Ms; readonly isFull: boolean };

/** After this time a mail service finds what it took. */
const findable = 10 * second;

/**
 * Makes a letter ready to be sent: it counts from now on, so that letters which are sent at the same
 * moment cannot pass the bound together.
 */
export const reserveLetter = async (db: Db, record: LetterRecord, now: Ms): Promise<Reservation> => {
  const { messageId, recipient, kind, automatic, budget } = record;
  const { key, most } = budget ?? { key: null, most: 0 };
  const recent = sql`FROM ${letters} WHERE ${and(
    sql`${letters.countsFor} = ${key}`,
    sql`${letters.sentAt} > ${now - hour}`,
    ne(letters.messageId, messageId),
  )}`;
  const isMinor = (kindOf: SQL): SQL => sql`${kindOf} IN ${minorKinds}`;
  const recentMinor = sql`${recent} AND ${isMinor(sql`${letters.kind}`)}`;
  const somethingElseWaits = sql`EXISTS (
    SELECT 1 FROM outbox o
    WHERE o.lane = ${key} AND (o.parked_at IS NULL OR o.held_until > 0)
      AND NOT ${isMinor(sql`json_extract(o.payload, '$.kind')`)})`;
  const hasRoom = minorKinds.includes(kind)
    ? sql`(SELECT count(*) ${recentMinor}) < ${mostMinor(most)} AND NOT ${somethingElseWaits}`
    : sql`TRUE`;
  const longAgo = now - findable;
  const [[before], reserved, [full]] = await db.write(
    db.orm
      .select({ providerId: letters.providerId, sentAt: letters.sentAt })
      .from(letters)
      .where(eq(letters.messageId, messageId)),
    db.orm
      .insert(letters)
      .select(
        sql`SELECT ${messageId}, ${recipient}, ${kind}, ${automatic ? 1 : 0}, NULL, ${now}, ${key}
          WHERE ${key} IS NULL OR ((SELECT count(*) ${recent}) < ${most} AND ${hasRoom})`,
      )
      .onConflictDoUpdate({
        target: letters.messageId,
        set: { sentAt: now },
        setWhere: sql`${letters.providerId} IS NULL AND ${letters.sentAt} <= ${longAgo}`,
      })
      .returning({ messageId: letters.messageId }),
    db.orm
      .select({
        recent: sql<number>`(SELECT count(*) ${recent})`,
        oldest: sql<Ms | null>`(SELECT min(${letters.sentAt}) ${recent})`,
        oldestMinor: sql<Ms | null>`(SELECT min(${letters.sentAt}) ${recentMinor})`,
        held: sql<number>`(SELECT count(*) FROM ${outbox} WHERE ${outbox.lane} = ${key} AND ${outbox.heldUntil} > ${now})`,
      })
      .from(sql`(SELECT 1)`),
  );
  if (before?.providerId) return { state: "sent_before" };
  if (before && before.sentAt > longAgo) return { state: "too_soon", until: before.sentAt + findable };
  if (reserved.length === 0) {
    // Each hour has room for some of those that wait.
    const hours = 1 + Math.floor((full?.held ?? 0) / most);
    const isFull = (full?.recent ?? 0) >= most;
    const oldest = isFull ? full?.oldest : full?.oldestMinor;
    return { state: "over_budget", until: (oldest ?? now) + hours * hour + 1, isFull };
  }
  return { state: before ? "maybe_sent" : "reserved" };
};

/** Forgets a letter that was not taken: it counts no more, and need not be looked for. */
export const dropReservation = async (db: Db, messageId: string): Promise<void> => {
  await db.write(db.orm.delete(letters).where(and(eq(letters.messageId, messageId), isNull(letters.providerId))));
};

/** Writes down that the mail service took a letter, with what follows from it. */
export const recordLetter = async (
  db: Db,
  messageId: string,
  providerId: string,
  now: Ms,
  alongside: readonly BatchItem<"sqlite">[],
): Promise<void> => {
  await db.write(
    noteAnswer(db, "email", now),
    db.orm.update(letters).set({ providerId, sentAt: now }).where(eq(letters.messageId, messageId)),
    ...alongside,
  );
};

/** Says on a reply how far its letter got. */
export const setDelivery = (db: Db, messageId: Id<"message">, delivery: "none" | "sent" | "failed") =>
  db.orm.update(messages).set({ delivery }).where(eq(messages.id, messageId));

/** Says on a reply whose letter failed that it is to be sent after all. */
export const queueAgain = (db: Db, messageId: Id<"message">) =>
  db.orm
    .update(messages)
    .set({ delivery: "queued" })
    .where(and(eq(messages.id, messageId), eq(messages.delivery, "failed")));
