import type { RetryingPage } from "@docket/core/contract/outbox";
import { toIso } from "@docket/core/time";
import { and, asc, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { outbox } from "../db/schema/events.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";

const place = z.tuple([z.number(), z.number()]);

/** A page of the effects that failed and are tried again by themselves, the next one first. */
export const listRetrying = async (
  { services: { db } }: Call,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<RetryingPage> => {
  const { id, type, ticketId, attempts, lastError, createdAt, runAfter, position } = outbox;
  const after = decodeCursor(cursor, place);
  const [rows] = await db.read(
    db.orm
      .select({ id, type, ticketId, attempts, lastError: sql<string>`${lastError}`, createdAt, runAfter, position })
      .from(outbox)
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
      id: row.id,
      type: row.type,
      ticketId: row.ticketId,
      attempts: row.attempts,
      lastError: row.lastError,
      createdAt: toIso(row.createdAt),
      nextTryAt: toIso(row.runAfter),
    }),
  );
};
