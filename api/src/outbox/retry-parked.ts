import { sql } from "drizzle-orm";
import type { Call } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import { outbox } from "../db/schema/events.ts";
import { invitations } from "../db/schema/people.ts";
import { keepResult } from "../http/idempotency-query.ts";
import { RepeatedRequest } from "../http/once.ts";
import { isTrue } from "../email/is-true.ts";
import { selectNews } from "../email/news-query.ts";
import { notFound, problem } from "../http/problem.ts";
import { handlerOf } from "./handlers.ts";
import { aboutInvitation, isInvitationOver } from "./listed-query.ts";
import { hintStaff, parkedRow } from "./parked-query.ts";

const outdated =
  "The ticket has changed since then, and this email is no longer true. It will not be sent: you can discard it.";

/**
 * Takes up a parked effect again, as if it had never been tried or held back. Throws `resource.not_found` when it is not
 * parked, and `email.outdated` when it tells what is no longer true.
 */
export const retryParked = async (call: Call, id: string): Promise<void> => {
  const { services, idempotency } = call;
  const { db, clock, wake } = services;
  const parked = parkedRow(id);
  const { type, payload, ticketId, heldUntil } = outbox;
  const [[row], [news]] = await db.read(
    db.orm
      .select({ type, payload, ticketId, isOver: isInvitationOver(clock.now()) })
      .from(outbox)
      .leftJoin(invitations, aboutInvitation)
      .where(parked),
    selectNews(db, parked),
  );
  if (!row) throw notFound("parked effect");
  if (row.isOver) throw problem("email.outdated", "The invitation has ended. Its email will not be sent.");
  if (news && !isTrue(news)) throw problem("email.outdated", outdated);
  const now = clock.now();
  const again = { parkedAt: null, attempts: 0, lastError: null, leaseUntil: 0, runAfter: now };
  try {
    await db.write(
      ...(idempotency ? [keepResult(db, idempotency, {}, now)] : []),
      db.orm
        .update(outbox)
        .set({ ...again, heldUntil: sql`CASE WHEN ${heldUntil} IS NOT NULL THEN 0 END` })
        .where(parked),
      ...handlerOf(row).record(services, "retried"),
      ...hintStaff(services, row.ticketId),
    );
  } catch (error) {
    throw idempotency && lostStatement(error) === 0 ? new RepeatedRequest() : error;
  }
  wake();
};
