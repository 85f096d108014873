import type { PersonView } from "@docket/core/contract/person";
import type { TicketCounts } from "@docket/core/contract/ticket";
import { can } from "@docket/core/permissions/can";
import type { Priority, Status, Ticket } from "@docket/core/tickets/ticket";
import { priorities, statuses } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";
import type { Kept } from "./fake-ticket-views.ts";
import { actorOf } from "./fake-world.ts";

/** The tickets that this person may see and that fit the query, in its order. */
export const listOf = (all: Iterable<Kept>, me: PersonView, query: Record<string, unknown>): Kept[] => {
  const { status, priority, category, assignee, q, sort = "-updatedAt" } = query as Record<string, string | undefined>;
  const wanted = assignee === "me" ? me.id : assignee === "none" ? null : assignee;
  const fits = ({ ticket, messages }: Kept): boolean =>
    can(actorOf(me), "ticket.read", ticket) &&
    (status === undefined || (status === "open" ? isOpen(ticket.status) : ticket.status === status)) &&
    (priority === undefined || ticket.priority === priority) &&
    (category === undefined || ticket.category === category) &&
    (wanted === undefined || ticket.assigneeId === wanted) &&
    (q === undefined ||
      `${ticket.title} ${ticket.description} #${ticket.number} ${messages.map(({ body }) => body).join(" ")}`
        .toLowerCase()
        .includes(q.toLowerCase()));
  const key = (ticket: Ticket): number =>
    sort === "turn"
      ? Number(ticket.status === "waiting") * 1e15 - priorities.indexOf(ticket.priority) * 1e14 + ticket.createdAt
      : sort.endsWith("priority")
        ? priorities.indexOf(ticket.priority)
        : sort.endsWith("createdAt")
          ? ticket.createdAt
          : ticket.updatedAt;
  const direction = sort.startsWith("-") ? -1 : 1;
  return [...all]
    .filter(fits)
    .toSorted((a, b) => direction * (key(a.ticket) - key(b.ticket) || (a.ticket.id < b.ticket.id ? -1 : 1)));
};

/** How many of the tickets that this person may see are what. */
export const countsOf = (kept: Iterable<Kept>, me: PersonView): TicketCounts => {
  const all = listOf(kept, me, {}).map(({ ticket }) => ticket);
  const open = all.filter(({ status }) => isOpen(status));
  const count = <T extends string>(names: readonly T[], of: (ticket: Ticket) => T) =>
    Object.fromEntries(names.map((name) => [name, all.filter((ticket) => of(ticket) === name).length])) as Record<
      T,
      number
    >;
  return {
    total: all.length,
    byStatus: count<Status>(statuses, ({ status }) => status),
    byPriority: count<Priority>(priorities, ({ priority }) => priority),
    open: open.length,
    unassigned: open.filter(({ assigneeId }) => assigneeId === null).length,
    mine: open.filter(({ assigneeId }) => assigneeId === me.id).length,
    unanswered: 0,
  };
};
