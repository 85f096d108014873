import type { Actor } from "@docket/core/actor";
import { hasShut } from "@docket/core/actor";
import type { ticketListQuery, TicketPage } from "@docket/core/contract/ticket";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import { and, asc, desc, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { switchedOff } from "../http/problem.ts";
import { filterConditions, updateColumnFor } from "./filter-query.ts";
import { selectTickets } from "./select-ticket.ts";
import type { TicketRow } from "./ticket-row.ts";
import { toTicket } from "./ticket-row.ts";
import { viewSummary } from "./view.ts";

/** By which column each list is sorted; for clients nothing has happened that does not concern them. */
const columnsFor = (reader: Actor) =>
  ({
    createdAt: "createdAt",
    updatedAt: updateColumnFor(reader),
    priority: "priority",
  }) as const;

type Query = z.output<typeof ticketListQuery>;

const orderOf = (reader: Actor, sort: Query["sort"]) => {
  const descending = sort.startsWith("-");
  const name = (descending ? sort.slice(1) : sort) as keyof ReturnType<typeof columnsFor>;
  const column = columnsFor(reader)[name];
  return {
    column: tickets[column],
    valueOf: (row: TicketRow) => row[column],
    descending,
    direction: descending ? desc : asc,
  };
};

/**
 * A page of the tickets that the caller may see; ties are broken by number, so that no page skips one. Fails with
 * `person.switched_off` where there is none because all of them are shut.
 */
export const listTickets = async (call: Call, { limit, cursor, sort, ...filter }: Query): Promise<TicketPage> => {
  const { db } = call.services;
  const { column, valueOf, descending, direction } = orderOf(call.actor, sort);
  const place = decodeCursor(cursor, z.tuple([z.literal(sort), z.number(), z.number()]));
  const after =
    place &&
    (descending
      ? sql`(${column}, ${tickets.number}) < (${place[1]}, ${place[2]})`
      : sql`(${column}, ${tickets.number}) > (${place[1]}, ${place[2]})`);
  const order = [direction(column), direction(tickets.number)];
  // Only of those on the page the people are looked up and the messages counted.
  const page = db.orm
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(scopeCondition(ticketScope(call.actor)), ...filterConditions(call.actor, filter), after ?? undefined))
    .orderBy(...order)
    .limit(limit + 1);
  const [rows] = await db.read(selectTickets(db, call.actor, inArray(tickets.number, page)).orderBy(...order));
  if (rows.length === 0 && hasShut(call.actor)) throw switchedOff();
  return pageOf(
    rows,
    limit,
    ({ ticket }) => [sort, valueOf(ticket), ticket.number],
    (row) => viewSummary(call, toTicket(row.ticket), row),
  );
};
