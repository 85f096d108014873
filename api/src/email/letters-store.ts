import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { hour, second } from "@docket/core/time";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { letters } from "../db/schema/events.ts";
import { messages } from "../db/schema/messages.ts";

/** What is kept of a letter. */
export interface LetterRecord {
  readonly messageId: string;
  readonly recipient: string;
  readonly kind: string;
  /** Sent by Docket itself; such letters are bounded for each address. */
  readonly automatic: boolean;
}

/**
 * What is to be done with a letter. `maybe_sent`: it was tried before, and nobody knows with what result. `too_soon`: the same,
 * but the mail service may not find it before `until`.
 */
type Reservation =
  | { readonly state: "reserved" | "maybe_sent" | "sent_before" | "over_the_bound" }
  | { readonly state: "too_soon"; readonly until: Ms };

/** After this time a mail service finds what it took. */
const findable = 10 * second;

/**
 * Makes a letter ready to be sent: it counts from now on, so that letters which are sent at the same
 * moment cannot pass the bound together. Codes are counted apart from the rest, so that nobody can keep
 * a person from signing in by opening tickets in their name.
 */
export const reserveLetter = async (
  db: Db,
  record: LetterRecord,
  now: Ms,
  mostPerHour: number,
): Promise<Reservation> => {
  const { messageId, recipient, kind, automatic } = record;
  const sameCount = kind === "code" ? eq(letters.kind, "code") : ne(letters.kind, "code");
  const recent = sql`SELECT count(*) FROM ${letters} WHERE ${and(
    eq(letters.recipient, recipient),
    sql`${letters.sentAt} > ${now - hour}`,
    eq(letters.automatic, true),
    sameCount,
    ne(letters.messageId, messageId),
  )}`;
  const longAgo = now - findable;
  const [[before], reserved] = await db.write(
    db.orm
      .select({ providerId: letters.providerId, sentAt: letters.sentAt })
      .from(letters)
      .where(eq(letters.messageId, messageId)),
    db.orm
      .insert(letters)
      .select(
        sql`SELECT ${messageId}, ${recipient}, ${kind}, ${automatic ? 1 : 0}, NULL, ${now}
          WHERE ${automatic ? 0 : 1} OR (${recent}) < ${mostPerHour}`,
      )
      .onConflictDoUpdate({
        target: letters.messageId,
        set: { sentAt: now },
        setWhere: sql`${letters.providerId} IS NULL AND ${letters.sentAt} <= ${longAgo}`,
      })
      .returning({ messageId: letters.messageId }),
  );
  if (before?.providerId) return { state: "sent_before" };
  if (before && before.sentAt > longAgo) return { state: "too_soon", until: before.sentAt + findable };
  if (reserved.length === 0) return { state: "over_the_bound" };
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
