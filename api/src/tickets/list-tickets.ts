import { hasShut } from "@docket/core/actor";
import type { ticketListQuery, TicketPage } from "@docket/core/contract/ticket";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import { and, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { switchedOff } from "../http/problem.ts";
import { filterConditions } from "./filter-query.ts";
import { selectTickets } from "./select-ticket.ts";
import { inOrder, isAfter, keysOf } from "./sort-query.ts";
import { toTicket } from "./ticket-row.ts";
import { viewSummary } from "./view.ts";

type Query = z.output<typeof ticketListQuery>;

/**
 * A page of the tickets that the caller may see; ties are broken by number, so that no page skips one. Fails with
 * `person.switched_off` where there is none because all of them are shut.
 */
export const listTickets = async (call: Call, { limit, cursor, sort, ...filter }: Query): Promise<TicketPage> => {
  const { db } = call.services;
  const keys = keysOf(call.actor, sort);
  const [, ...place] =
    decodeCursor(
      cursor,
      z.tuple([z.literal(sort)], z.number()).refine(({ length }) => length === keys.length + 1),
    ) ?? [];
  const after = place.length === 0 ? undefined : isAfter(keys, place);
  // Only of those on the page the people are looked up and the messages counted.
  const page = db.orm
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(scopeCondition(ticketScope(call.actor)), ...filterConditions(call.actor, filter), after))
    .orderBy(inOrder(keys))
    .limit(limit + 1);
  const [rows] = await db.read(selectTickets(db, call.actor, inArray(tickets.number, page)).orderBy(inOrder(keys)));
  if (rows.length === 0 && hasShut(call.actor)) throw switchedOff();
  return pageOf(
    rows,
    limit,
    ({ ticket }) => [sort, ...keys.map(({ valueOf }) => valueOf(ticket))],
    (row) => viewSummary(call, toTicket(row.ticket), row),
  );
};
