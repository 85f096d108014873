import type { RetryingPage } from "@docket/core/contract/outbox";
import { toIso } from "@docket/core/time";
import { and, asc, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { outbox } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { aboutInvitation, aboutRequester, aboutTicket, listedColumns, viewListed } from "./listed-query.ts";

const place = z.tuple([z.number(), z.number()]);

/** A page of the effects that failed and are tried again by themselves, the next one first. */
export const listRetrying = async (
  { services: { db } }: Call,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<RetryingPage> => {
  const { lastError, runAfter, position } = outbox;
  const after = decodeCursor(cursor, place);
  const [rows] = await db.read(
    db.orm
      .select({ ...listedColumns, lastError: sql<string>`${lastError}`, runAfter, position })
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
  );
  return pageOf(
    rows,
    limit,
    (row) => [row.runAfter, row.position],
    (row) => ({
      ...viewListed(row),
      lastError: row.lastError,
      nextTryAt: toIso(row.runAfter),
    }),
  );
};
