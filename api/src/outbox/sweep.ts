import type { Id } from "@docket/core/ids";
import { day } from "@docket/core/time";
import { and, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { drafts } from "../db/schema/drafts.ts";
import { draftsKept, dropDrafts } from "../drafts/store.ts";
import { codes, failedSignIns, sessions, verifications } from "../db/schema/auth.ts";
import { idempotencyKeys, letters, quietLanes, rateCounters } from "../db/schema/events.ts";
import { linkCodes } from "../db/schema/keys.ts";
import { attachments } from "../db/schema/messages.ts";
import { visitors } from "../db/schema/sites.ts";
import { closeEnded } from "../realtime/close-ended.ts";
import type { Services } from "../services.ts";
import { keepDraining } from "./keep-draining.ts";
import { releaseHeld } from "./release-held.ts";
import { oweAlerts } from "./owe-alerts.ts";

/** How long a file may wait to be used, and an idempotency key to be repeated. */
const waiting = day;
const lettersKept = 30 * day;
const failuresKept = 30 * day;
const filesAtOnce = 100;

/** Forgets what has run out. */
const forget = async ({ db, clock }: Services): Promise<void> => {
  const now = clock.now();
  const { orm } = db;
  await db.write(
    orm.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, now - waiting)),
    orm.delete(rateCounters).where(lte(rateCounters.windowEnd, now)),
    orm.delete(sessions).where(lte(sessions.expiresAt, new Date(now))),
    orm.delete(verifications).where(lte(verifications.expiresAt, new Date(now))),
    orm.delete(codes).where(lte(codes.expiresAt, now)),
    orm.delete(visitors).where(lte(visitors.expiresAt, now)),
    orm.delete(linkCodes).where(lte(linkCodes.expiresAt, now)),
    orm.delete(quietLanes).where(lt(quietLanes.quietUntil, now - day)),
    orm.delete(letters).where(lt(letters.sentAt, now - lettersKept)),
    ...dropDrafts(db, lt(drafts.updatedAt, now - draftsKept), now),
    orm.delete(failedSignIns).where(lt(failedSignIns.lastAt, now - failuresKept)),
  );
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
  await Promise.all([
    closeEnded(services),
    keepDraining(services),
    forget(services),
    deleteUnusedFiles(services),
    oweAlerts(services),
  ]);
};
