import { actingStaff } from "@docket/core/actor";
import type { TicketCounts, TicketFilter } from "@docket/core/contract/ticket";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import { priorities, statuses } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";
import { and, eq, sql } from "drizzle-orm";
import type { Call } from "../context.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { filterConditions } from "./filter-query.ts";
import { waitsForStaff } from "./answered-query.ts";

interface Group {
  readonly status: (typeof statuses)[number];
  readonly priority: number;
  readonly holder: "none" | "me" | "other";
  readonly count: number;
}

const sum = (groups: readonly Group[], which: (group: Group) => boolean): number =>
  groups.reduce((total, group) => (which(group) ? total + group.count : total), 0);

/** How many tickets the caller sees, by what a queue shows: one pass over the tickets, and one over those that are theirs. */
export const countTickets = async (call: Call, filter: TicketFilter): Promise<TicketCounts> => {
  const { db } = call.services;
  const me = actingStaff(call.actor)?.id ?? "per_";
  const holder = sql<
    Group["holder"]
  >`CASE WHEN ${tickets.assigneeId} IS NULL THEN 'none' WHEN ${tickets.assigneeId} = ${me} THEN 'me' ELSE 'other' END`;
  const seen = [scopeCondition(ticketScope(call.actor)), ...filterConditions(call.actor, filter)];
  const [groups, [held]] = await db.read(
    db.orm
      .select({
        status: tickets.status,
        priority: tickets.priority,
        holder: holder.as("holder"),
        count: sql<number>`count(*)`,
      })
      .from(tickets)
      .where(and(...seen))
      .groupBy(tickets.status, tickets.priority, sql`holder`),
    db.orm
      .select({ unanswered: sql<number>`count(*)` })
      .from(tickets)
      .where(and(...seen, eq(tickets.assigneeId, me), waitsForStaff)),
  );
  const count = (which: (group: Group) => boolean) => sum(groups, which);
  return {
    total: count(() => true),
    byStatus: Object.fromEntries(
      statuses.map((status) => [status, count((g) => g.status === status)]),
    ) as TicketCounts["byStatus"],
    byPriority: Object.fromEntries(
      priorities.map((priority, rank) => [priority, count((g) => g.priority === rank)]),
    ) as TicketCounts["byPriority"],
    open: count((g) => isOpen(g.status)),
    unassigned: count((g) => isOpen(g.status) && g.holder === "none"),
    mine: count((g) => isOpen(g.status) && g.holder === "me"),
    unanswered: held?.unanswered ?? 0,
  };
};
