import type { Id } from "@docket/core/ids";
import type { UpdateKind } from "@docket/core/tickets/effects";
import type { SQL } from "drizzle-orm";
import { and, eq, gt, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { events, outbox } from "../db/schema/events.ts";
import { tickets } from "../db/schema/tickets.ts";

/** Whether something of the same kind happened to the ticket of this event later. */
export const isRepeated = sql<number>`EXISTS (
  SELECT 1 FROM events later
  WHERE later.stream_id = ${events.streamId} AND later.type = ${events.type} AND later.seq > ${events.seq})`.mapWith(
  Boolean,
);

/** Of what the emails in these rows of the outbox tell. */
export const selectNews = (db: Db, rows: SQL | undefined) =>
  db.orm
    .select({
      id: outbox.id,
      heldUntil: outbox.heldUntil,
      kind: sql<UpdateKind>`json_extract(${outbox.payload}, '$.kind')`,
      data: events.data,
      ticket: tickets,
      isRepeated,
    })
    .from(outbox)
    .innerJoin(tickets, eq(tickets.id, outbox.ticketId))
    .innerJoin(
      events,
      and(eq(events.streamId, outbox.ticketId), eq(events.seq, sql`json_extract(${outbox.payload}, '$.seq')`)),
    )
    .where(and(eq(outbox.type, "email.send_update"), rows));

/** Names what is held back in a lane about a ticket, but for one row. */
export const heldBeside = (lane: string, ticketId: Id<"ticket">, id: Id<"outbox">) =>
  and(
    eq(outbox.lane, lane),
    gt(outbox.heldUntil, 0),
    isNotNull(outbox.parkedAt),
    eq(outbox.ticketId, ticketId),
    ne(outbox.id, id),
  );

/** Drops those of these rows, unless they are no longer held back. */
export const dropRows = (db: Db, rows: SQL | undefined, ids: readonly Id<"outbox">[]) =>
  db.orm.delete(outbox).where(and(rows, inArray(outbox.id, [...ids])));
