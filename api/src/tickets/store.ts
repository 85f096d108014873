import type { TicketEvent } from "@docket/core/tickets/events";
import { effects } from "@docket/core/tickets/effects";
import type { Ticket } from "@docket/core/tickets/ticket";
import { eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { lostStatement } from "../db/client.ts";
import type { Call } from "../context.ts";
import { events as eventTable } from "../db/schema/events.ts";
import { messages } from "../db/schema/messages.ts";
import { tickets, ticketTags } from "../db/schema/tickets.ts";
import { keepResult } from "../http/idempotency-query.ts";
import { RepeatedRequest } from "../http/once.ts";
import { owe } from "../outbox/owe.ts";
import { toRow } from "./ticket-row.ts";

type Statement = BatchItem<"sqlite">;

/** One change of one ticket, decided and ready to be written. */
export interface Commit {
  readonly events: readonly TicketEvent[];
  /** The ticket after the events. */
  readonly ticket: Ticket;
  readonly message?: typeof messages.$inferInsert;
  /** Statements that must happen before the ticket row is written, such as a new requester. */
  readonly before?: readonly Statement[];
  /** Statements that refer to the ticket and the message, such as links to files. */
  readonly after?: readonly Statement[];
  /** What the idempotency key keeps. */
  readonly result: unknown;
}

const nextNumber = sql<number>`(SELECT coalesce(max(${tickets.number}), 1000) + 1 FROM ${tickets})`;

const eventRows = ({ services }: Call, { events }: Commit) =>
  events.map((event) => ({
    id: services.ids.next("event", event.at),
    streamId: event.ticketId,
    seq: event.seq,
    type: event.type,
    at: event.at,
    actor: event.actor,
    data:
      event.type === "ticket.created"
        ? sql`json_set(${JSON.stringify(event.data)}, '$.number', ${nextNumber})`
        : event.data,
  }));

const ticketStatement = ({ services: { db } }: Call, { ticket, events }: Commit) => {
  const { number, ...columns } = toRow(ticket);
  return events[0]?.type === "ticket.created"
    ? db.orm
        .insert(tickets)
        .values({ ...columns, number: nextNumber })
        .returning({ number: tickets.number })
    : db.orm.update(tickets).set(columns).where(eq(tickets.number, number)).returning({ number: tickets.number });
};

const tagStatements = ({ services: { db } }: Call, { ticket, events }: Commit): Statement[] => {
  const created = events[0]?.type === "ticket.created";
  if (!created && !events.some((event) => event.type === "ticket.tagged")) return [];
  const number = sql<number>`(SELECT ${tickets.number} FROM ${tickets} WHERE ${tickets.id} = ${ticket.id})`;
  return [
    ...(created ? [] : [db.orm.delete(ticketTags).where(eq(ticketTags.ticketNumber, ticket.number))]),
    ...(ticket.tags.length === 0
      ? []
      : [db.orm.insert(ticketTags).values(ticket.tags.map((tag) => ({ tag, ticketNumber: number })))]),
  ];
};

/**
 * Writes a change in one batch: the events first, whose unique (stream, seq) is the lock, then what
 * follows from them. Returns the ticket's number, or null when somebody else was first and nothing was
 * written; then the caller decides again on what is there now.
 */
export const commit = async (call: Call, change: Commit): Promise<number | null> => {
  const { services, idempotency } = call;
  const { db, clock, wake } = services;
  const owed = effects(change.ticket, change.events);
  const before = change.before ?? [];
  const batch: Statement[] = [
    db.orm.insert(eventTable).values(eventRows(call, change)),
    ...(idempotency ? [keepResult(db, idempotency, change.result, clock.now())] : []),
    ...before,
    ticketStatement(call, change),
    ...tagStatements(call, change),
    ...(change.message ? [db.orm.insert(messages).values(change.message)] : []),
    ...(change.after ?? []),
    ...(owed.length > 0 ? [owe(services, owed)] : []),
  ];
  try {
    const answers = (await db.write(...batch)) as unknown[];
    wake();
    const written = answers[1 + (idempotency ? 1 : 0) + before.length] as { number: number }[];
    return written[0]?.number ?? change.ticket.number;
  } catch (error) {
    const lost = lostStatement(error);
    if (lost === null) throw error;
    if (lost === 1 && idempotency) throw new RepeatedRequest();
    return null;
  }
};
