import type { RetryingPage } from "@docket/core/contract/outbox";
import type { Ms } from "@docket/core/time";
import { toIso } from "@docket/core/time";
import { and, asc, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { outbox, quietLanes } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { aboutInvitation, aboutRequester, aboutTicket, listedColumns, viewListed } from "./listed-query.ts";
import { isMailAway } from "./mail-away-query.ts";

const place = z.tuple([z.number(), z.number()]);

/** A row of a lane or a queue that is quiet waits for that, too. */
const nextTry = sql<Ms>`max(${outbox.runAfter}, coalesce(
  (SELECT max(q.quiet_until) FROM quiet_lanes q WHERE q.lane IN (${outbox.lane}, ${outbox.queue})), 0))`;

/** Why no emails go out, if that is so, and how many wait. */
const selectAway = (db: Db) => {
  const waiting = db.orm
    .select({ emails: count() })
    .from(outbox)
    .where(and(eq(outbox.queue, "email"), isNull(outbox.parkedAt)));
  return db.orm
    .select({ reason: sql<string>`coalesce(${quietLanes.reason}, '')`, emails: sql<number>`(${waiting})` })
    .from(quietLanes)
    .where(isMailAway);
};

/** A page of the effects that failed and are tried again by themselves, the next one first; and whether emails go out. */
export const listRetrying = async (
  { services: { db } }: Call,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<RetryingPage> => {
  const { lastError, runAfter, position } = outbox;
  const after = decodeCursor(cursor, place);
  const [rows, [away]] = await db.read(
    db.orm
      .select({ ...listedColumns, lastError: sql<string>`${lastError}`, runAfter, position, nextTry })
      .from(outbox)
      .leftJoin(tickets, aboutTicket)
      .leftJoin(people, aboutRequester)
      .leftJoin(invitations, aboutInvitation)
      .where(
        and(
          isNull(outbox.parkedAt),
          isNotNull(lastError),
          after === null ? undefined : sql`(${runAfter}, ${position}) > (${sql.join(after, sql`, `)})`,
        ),
      )
      .orderBy(asc(runAfter), asc(position))
      .limit(limit + 1),
    selectAway(db),
  );
  const page = pageOf(
    rows,
    limit,
    (row) => [row.runAfter, row.position],
    (row) => ({
      ...viewListed(row),
      lastError: row.lastError,
      nextTryAt: toIso(row.nextTry),
    }),
  );
  return { ...page, away: away && away.emails > 0 ? away : null };
};
