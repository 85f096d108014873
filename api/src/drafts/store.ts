import type { Actor } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import type { TicketEvent } from "@docket/core/tickets/events";
import type { Ms } from "@docket/core/time";
import { day } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { lostStatement } from "../db/client.ts";
import { drafts } from "../db/schema/drafts.ts";
import { attachments } from "../db/schema/messages.ts";

/** How long a draft waits for somebody to go on with it. */
export const draftsKept = 90 * day;

/** How long its files stay after that: a backup that is under way finds them. */
const filesStay = day;

export type DraftRow = typeof drafts.$inferSelect;

/** What of somebody a draft on a ticket is. */
export const isDraft = ({ personId, ticketId }: Pick<DraftRow, "personId" | "ticketId">): SQL | undefined =>
  and(eq(drafts.personId, personId), eq(drafts.ticketId, ticketId));

/** Keeps files that nobody used yet until then. */
const keepFiles = (db: Db, ids: readonly Id<"attachment">[], until: Ms) =>
  db.orm
    .update(attachments)
    .set({ keptUntil: until })
    .where(inArray(attachments.id, [...ids]));

/** Deletes drafts and lets go of their files; belongs into the write batch of what ends them. */
export const dropDrafts = (db: Db, which: SQL | undefined, now: Ms): readonly BatchItem<"sqlite">[] => {
  const files = sql`(SELECT json_each.value FROM ${drafts}, json_each(${drafts.attachmentIds}) WHERE ${which})`;
  return [
    db.orm
      .update(attachments)
      .set({ keptUntil: now + filesStay })
      .where(sql`${attachments.id} IN ${files}`),
    db.orm.delete(drafts).where(which),
  ];
};

/** Deletes all drafts of somebody who writes here no more. */
export const dropDraftsOf = (db: Db, personId: Id<"person">, now: Ms) =>
  dropDrafts(db, eq(drafts.personId, personId), now);

/** Deletes what ends with a change of a ticket: what its author has sent with it, and with the ticket everything. */
export const dropDone = (db: Db, actor: Actor, { type, ticketId, at }: TicketEvent): readonly BatchItem<"sqlite">[] => {
  if (type === "ticket.deleted") return dropDrafts(db, eq(drafts.ticketId, ticketId), at);
  const kind = type === "ticket.replied" ? "reply" : type === "ticket.noted" ? "note" : null;
  // Who writes in a chat or through a program may have something else at hand here.
  if (kind === null || actor.kind !== "staff") return [];
  return dropDrafts(db, and(isDraft({ personId: actor.id, ticketId }), eq(drafts.kind, kind)), at);
};

/** A draft that is to be written. */
export interface Keeping {
  readonly draft: Omit<DraftRow, "version">;
  /** The version that it is written over, where that is asked for. */
  readonly over: number | null;
  /** Files that are in it no more. */
  readonly gone: readonly Id<"attachment">[];
}

/**
 * Writes a draft over whatever was there, and returns its version. Null when something had changed meanwhile: it is not
 * the version that it was to be written over, or there is no room any more. Then nothing was written.
 */
export const keepDraft = async (db: Db, { draft, over, gone }: Keeping): Promise<number | null> => {
  const { personId, ticketId, attachmentIds, updatedAt } = draft;
  const others = sql`FROM ${drafts} WHERE ${and(eq(drafts.personId, personId), ne(drafts.ticketId, ticketId))}`;
  const fits = sql`(SELECT count(*) ${others}) < ${limits.drafts}
    AND (SELECT coalesce(sum(json_array_length(${drafts.attachmentIds})), 0) ${others}) <= ${limits.draftFiles - attachmentIds.length}`;
  const isPresent =
    over === null ? sql`1` : sql`(SELECT ${drafts.version} FROM ${drafts} WHERE ${isDraft(draft)}) IS ${over}`;
  const { personId: _, ticketId: __, ...set } = draft;
  const statements = [
    db.orm
      .insert(drafts)
      // A NULL where there must be none breaks the batch, so the bounds hold however many come at once.
      .values({ ...draft, personId: sql`CASE WHEN ${fits} AND ${isPresent} THEN ${personId} END`, version: updatedAt })
      .onConflictDoUpdate({
        target: [drafts.personId, drafts.ticketId],
        set: { ...set, version: sql`max(${drafts.version} + 1, excluded.version)` },
      })
      .returning({ version: drafts.version }),
    ...(attachmentIds.length > 0 ? [keepFiles(db, attachmentIds, updatedAt + draftsKept + filesStay)] : []),
    ...(gone.length > 0 ? [keepFiles(db, gone, updatedAt + filesStay)] : []),
  ] as const;
  try {
    const [[written]] = await db.write(...statements);
    return written?.version ?? null;
  } catch (error) {
    if (lostStatement(error) === 0) return null;
    throw error;
  }
};

/** Deletes a draft, of this version where that is asked for; false when there was none. */
export const deleteDraft = async (
  db: Db,
  draft: Pick<DraftRow, "personId" | "ticketId">,
  over: number | null,
  now: Ms,
): Promise<boolean> => {
  const which = and(isDraft(draft), over === null ? undefined : eq(drafts.version, over));
  const [found] = await db.write(
    db.orm.select({ version: drafts.version }).from(drafts).where(which),
    ...dropDrafts(db, which, now),
  );
  return found.length > 0;
};
