import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { day } from "@docket/core/time";
import type { ResultSet } from "@libsql/client";
import type { SQL } from "drizzle-orm";
import { and, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { drafts } from "../db/schema/drafts.ts";
import { draftsKept, dropDrafts } from "../drafts/store.ts";
import { forgetSignUps, signUpsDue } from "../auth/sign-ups-store.ts";
import { codes, failedSignIns, sessions, signUps, verifications } from "../db/schema/auth.ts";
import { idempotencyKeys, letters, quietLanes, rateCounters } from "../db/schema/events.ts";
import { linkCodes } from "../db/schema/keys.ts";
import { attachments } from "../db/schema/messages.ts";
import { visitors } from "../db/schema/sites.ts";
import { closeEnded } from "../realtime/close-ended.ts";
import type { Services } from "../services.ts";
import { noteBack } from "./due-query.ts";
import { keepDraining } from "./keep-draining.ts";
import { releaseHeld } from "./release-held.ts";
import { oweAlerts } from "./owe-alerts.ts";
import { Turns, nextTurn } from "./turns.ts";

/** How long a file may wait to be used, and an idempotency key to be repeated. */
const waiting = day;
const lettersKept = 30 * day;
const failuresKept = 30 * day;
const filesAtOnce = 100;

/** Rows of a table that are forgotten in a turn: a desk that was away for a month has many, and requests wait meanwhile. */
const forgottenAtOnce = 200;

/** The first rows of a table for which this holds. */
const firstOf = (table: SQLiteTable, condition: SQL): SQL =>
  sql`${table}.rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${forgottenAtOnce})`;

/** What has run out in each table, but for drafts, whose files go on. */
const outdated = (now: Ms): readonly (readonly [SQLiteTable, SQL])[] => [
  [idempotencyKeys, lt(idempotencyKeys.createdAt, now - waiting)],
  [rateCounters, lte(rateCounters.windowEnd, now)],
  [sessions, lte(sessions.expiresAt, new Date(now))],
  [verifications, lte(verifications.expiresAt, new Date(now))],
  [codes, lte(codes.expiresAt, now)],
  [visitors, lte(visitors.expiresAt, now)],
  [linkCodes, lte(linkCodes.expiresAt, now)],
  [quietLanes, lt(quietLanes.quietUntil, now - day)],
  [letters, lt(letters.sentAt, now - lettersKept)],
  [failedSignIns, lt(failedSignIns.lastAt, now - failuresKept)],
];

/** Forgets what has run out, and that emails did not go out. */
const forget = async ({ db, clock, log }: Services): Promise<void> => {
  for (;;) {
    const now = clock.now();
    const [back, ...answers] = await db.write(
      noteBack(db, "email", now),
      ...dropDrafts(db, firstOf(drafts, lt(drafts.updatedAt, now - draftsKept)), now),
      ...forgetSignUps(db, firstOf(signUps, signUpsDue(now))),
      ...outdated(now).map(([table, condition]) => db.orm.delete(table).where(firstOf(table, condition))),
    );
    if (back.rowsAffected > 0) log.warn("emails go out again");
    if ((answers as readonly ResultSet[]).every(({ rowsAffected }) => rowsAffected < forgottenAtOnce)) return;
    await nextTurn();
  }
};

const deleteUnused = ({ db }: Services, now: number) => {
  const isFree = or(isNull(attachments.keptUntil), lte(attachments.keptUntil, now));
  const unused = db.orm
    .select({ id: attachments.id })
    .from(attachments)
    .where(and(sql`${attachments.bound} = 0`, lt(attachments.createdAt, now - waiting), isFree))
    .limit(filesAtOnce);
  return db.orm.delete(attachments).where(inArray(attachments.id, unused)).returning({ id: attachments.id });
};

/**
 * Deletes files that nobody bound in time. The row goes first, so that no ticket ever shows a file whose
 * bytes are gone; a crash in between leaves bytes that nobody can reach.
 */
const deleteUnusedFiles = async (services: Services): Promise<void> => {
  const { db, blobs, clock } = services;
  let deleted: readonly { readonly id: Id<"attachment"> }[];
  do {
    [deleted] = await db.write(deleteUnused(services, clock.now()));
    for (const { id } of deleted) await blobs.delete(id);
  } while (deleted.length === filesAtOnce);
};

/** What is done every minute: what is owed and due, ending and clearing away what has run out, and telling admins. */
export const sweep = async (services: Services): Promise<void> => {
  await releaseHeld(services);
  const turns = new Turns();
  const work = [closeEnded, keepDraining, forget, deleteUnusedFiles, oweAlerts];
  await Promise.all(
    work.map(async (part) => {
      await turns.next();
      await part(services);
    }),
  );
};
