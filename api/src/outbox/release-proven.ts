import { and, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ms } from "@docket/core/time";
import type { Db } from "../db/client.ts";
import { outbox } from "../db/schema/events.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { budgetKey } from "../email/budgets.ts";

/**
 * Somebody proves an address now that nobody had proven: what is held back about its tickets goes out, as far as it is
 * still true. Belongs into a write batch before the address
 * is marked as proven; where `when` does not hold, nothing is done. Answers with the rows that go out.
 */
export const releaseProven = (db: Db, email: string, now: Ms, when?: SQL) => {
  const unproven = db.orm
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.email, email), eq(people.emailVerified, false)));
  const theirs = db.orm.select({ id: tickets.id }).from(tickets).where(inArray(tickets.requesterId, unproven));
  const isHeld = and(
    eq(outbox.lane, budgetKey("unproven", email)),
    gt(outbox.heldUntil, 0),
    isNotNull(outbox.parkedAt),
    inArray(outbox.ticketId, theirs),
    when,
  );
  return db.orm
    .update(outbox)
    .set({
      parkedAt: null,
      heldUntil: null,
      runAfter: now,
      payload: sql`json_set(${outbox.payload}, '$.proven', json('true'))`,
    })
    .where(isHeld)
    .returning({ id: outbox.id });
};
