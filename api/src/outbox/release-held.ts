import { minute } from "@docket/core/time";
import { and, count, gt, isNotNull, lte } from "drizzle-orm";
import { outbox } from "../db/schema/events.ts";
import type { Services } from "../services.ts";

/** Takes up what was held back and whose time has come, and says in one line how much was held back since the last time. */
export const releaseHeld = async ({ db, clock, log }: Services): Promise<void> => {
  const now = clock.now();
  const isHeld = and(isNotNull(outbox.parkedAt), gt(outbox.heldUntil, 0));
  const [[held]] = await db.write(
    db.orm
      .select({ emails: count() })
      .from(outbox)
      .where(and(isHeld, gt(outbox.parkedAt, now - minute))),
    db.orm
      .update(outbox)
      .set({ parkedAt: null, heldUntil: null, runAfter: now })
      .where(and(isHeld, lte(outbox.heldUntil, now))),
  );
  if (held && held.emails > 0) log.warn("emails held back: too many to one address", { emails: held.emails });
};
