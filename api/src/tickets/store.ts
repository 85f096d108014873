import { isForClient } from "@docket/core/tickets/audience";
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
import type { Owed } from "../outbox/owe.ts";
import { owe, payable } from "../outbox/owe.ts";
import type { TicketRow } from "./ticket-row.ts";
import { toRow } from "./ticket-row.ts";

type Statement = BatchItem<"sqlite">;

/** One change of one ticket, decided and ready to be written. */
export interface Commit {
  readonly events: readonly TicketEvent[];
  /** The ticket before the events; null when they open it. */
  readonly previous: Ticket | null;
  /** The ticket after the events. */
  readonly ticket: Ticket;
  readonly message?: typeof messages.$inferInsert;
  /** A requester who is new to the desk. Somebody else may be the first to write to the same address. */
  readonly requester?: Statement;
  /** What binds files to the ticket or the message. Another request may bind one of them first. */
  readonly links?: Statement;
  /** Says which message of a chat it was made from. Another request may make something from it first. */
  readonly origin?: Statement;
  /** Whatever else is written with it. */
  readonly rest?: readonly Statement[];
  /** What is owed beside the effects of the events. */
  readonly owed?: readonly Owed[];
  /** What the idempotency key keeps. */
  readonly result: unknown;
}

const nextNumber = sql<number>`(SELECT coalesce(max(${tickets.number}), 1000) + 1 FROM ${tickets})`;

/** The place of each event among those that concern the client. */
const publicSeqs = ({ events, previous }: Pick<Commit, "events" | "previous">): readonly (number | null)[] => {
  let last = previous?.publicVersion ?? 0;
  return events.map((event) => (isForClient(event) ? ++last : null));
};

const eventRows = ({ services }: Call, change: Commit) => {
  const places = publicSeqs(change);
  return change.events.map((event, i) => ({
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
    publicSeq: places[i] ?? null,
  }));
};

/** Only what changed is written, so that an index which does not change costs nothing. */
const changedColumns = (previous: Ticket, ticket: Ticket): Partial<TicketRow> => {
  const before = new Map<string, unknown>(Object.entries(toRow(previous)));
  return Object.fromEntries(Object.entries(toRow(ticket)).filter(([name, value]) => before.get(name) !== value));
};

const ticketStatement = ({ services: { db } }: Call, { previous, ticket }: Commit) => {
  if (previous !== null) {
    return db.orm.update(tickets).set(changedColumns(previous, ticket)).where(eq(tickets.number, ticket.number));
  }
  return db.orm
    .insert(tickets)
    .values({ ...toRow(ticket), number: nextNumber })
    .returning({ number: tickets.number });
};

const tagStatements = ({ services: { db } }: Call, { previous, ticket }: Commit): Statement[] => {
  if (previous?.tags === ticket.tags) return [];
  const number = sql<number>`(SELECT ${tickets.number} FROM ${tickets} WHERE ${tickets.id} = ${ticket.id})`;
  const rows = ticket.tags.map((tag) => ({ tag, ticketNumber: number }));
  return [
    ...(previous === null ? [] : [db.orm.delete(ticketTags).where(eq(ticketTags.ticketNumber, ticket.number))]),
    ...(rows.length === 0 ? [] : [db.orm.insert(ticketTags).values(rows)]),
  ];
};

/** A named statement of the batch, so that a broken constraint can be told from a lost race. */
type Step = readonly ["events" | "key" | "requester" | "ticket" | "rest" | "origin" | "links", Statement];

const steps = (call: Call, change: Commit): readonly Step[] => {
  const { services, idempotency } = call;
  const { db, clock } = services;
  const owed = payable(services, [...effects(change.ticket, change.events), ...(change.owed ?? [])]);
  return [
    ["events", db.orm.insert(eventTable).values(eventRows(call, change))],
    ...(idempotency ? [["key", keepResult(db, idempotency, change.result, clock.now())] as const] : []),
    ...(change.requester ? [["requester", change.requester] as const] : []),
    ["ticket", ticketStatement(call, change)],
    ...tagStatements(call, change).map((statement) => ["rest", statement] as const),
    ...(change.message ? [["rest", db.orm.insert(messages).values(change.message)] as const] : []),
    ...(change.rest ?? []).map((statement) => ["rest", statement] as const),
    ...(change.origin ? [["origin", change.origin] as const] : []),
    ...(change.links ? [["links", change.links] as const] : []),
    ...(owed.length > 0 ? [["rest", owe(services, owed)] as const] : []),
  ];
};

/**
 * Writes a change in one batch: the events first, whose unique (stream, seq) is the lock, then what
 * follows from them. Returns the ticket's number, or null when somebody else was first and nothing was
 * written; then the caller decides again on what is there now. Throws `RepeatedRequest` when it was
 * this very request that was first.
 */
export const commit = async (call: Call, change: Commit): Promise<number | null> => {
  const { db, wake } = call.services;
  const batch = steps(call, change);
  try {
    const answers = (await db.write(...batch.map(([, statement]) => statement))) as unknown[];
    wake();
    if (change.previous !== null) return change.ticket.number;
    const written = answers[batch.findIndex(([name]) => name === "ticket")] as { number: number }[];
    return written[0]?.number ?? null;
  } catch (error) {
    const lost = batch[lostStatement(error) ?? -1]?.[0];
    if (lost === "key") throw new RepeatedRequest();
    if (lost === "events" || lost === "requester" || lost === "origin" || lost === "links") return null;
    throw error;
  }
};
