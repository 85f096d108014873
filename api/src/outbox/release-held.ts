import { minute } from "@docket/core/time";
import { and, count, gt, inArray, isNotNull, lte } from "drizzle-orm";
import { outbox } from "../db/schema/events.ts";
import type { Services } from "../services.ts";
import { nextTurn } from "./turns.ts";

/** What is released in a turn of the event loop: requests wait meanwhile. */
const atOnce = 200;

const isHeld = and(isNotNull(outbox.parkedAt), gt(outbox.heldUntil, 0));

/** Takes up what was held back and whose time has come, and says in one line how much was held back since the last time. */
export const releaseHeld = async ({ db, clock, log }: Services): Promise<void> => {
  const now = clock.now();
  const isOver = and(isHeld, lte(outbox.heldUntil, now));
  const ripe = db.orm
    .select({ position: outbox.position })
    .from(outbox)
    .where(isOver)
    // The index of what is parked has it in this order.
    .orderBy(outbox.parkedAt)
    .limit(atOnce);
  const release = () =>
    db.orm.update(outbox).set({ parkedAt: null, heldUntil: null, runAfter: now }).where(inArray(outbox.position, ripe));
  const isNew = and(isHeld, gt(outbox.parkedAt, now - minute));
  const [[held], first] = await db.write(db.orm.select({ emails: count() }).from(outbox).where(isNew), release());
  if (held && held.emails > 0) log.warn("emails held back: too many to one address", { emails: held.emails });
  let released = first;
  while (released.rowsAffected === atOnce) {
    await nextTurn();
    [released] = await db.write(release());
  }
};
