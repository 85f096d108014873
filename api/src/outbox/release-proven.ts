import { and, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ms } from "@docket/core/time";
import type { Db } from "../db/client.ts";
import { outbox } from "../db/schema/events.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { budgetKey } from "../email/budgets.ts";

const superseded = "A newer email about the same ticket went out instead: its owner proved the address.";

/**
 * Somebody proves an address now that nobody had proven: what is held back about its tickets goes out, the newest of each
 * ticket. Those before it stay in the list of what was not sent, and say so. Belongs into a write batch before the address
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
  const isOlder = sql`EXISTS (
    SELECT 1 FROM outbox newer
    WHERE newer.lane = ${outbox.lane} AND newer.ticket_id = ${outbox.ticketId}
      AND newer.held_until > 0 AND newer.position > ${outbox.position})`;
  return [
    db.orm.update(outbox).set({ heldUntil: null, lastError: superseded }).where(and(isHeld, isOlder)),
    db.orm
      .update(outbox)
      .set({
        parkedAt: null,
        heldUntil: null,
        runAfter: now,
        payload: sql`json_set(${outbox.payload}, '$.proven', json('true'))`,
      })
      .where(isHeld)
      .returning({ id: outbox.id }),
  ] as const;
};
