import type { Actor } from "@docket/core/actor";
import { actingStaff, speaksForStaff } from "@docket/core/actor";
import type { TicketFilter } from "@docket/core/contract/ticket";
import { statuses } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";
import type { SQL } from "drizzle-orm";
import { eq, gte, inArray, isNull, lt, sql } from "drizzle-orm";
import { ticketTags, tickets } from "../db/schema/tickets.ts";
import { matching } from "./search-tickets.ts";
import { rankOf } from "./ticket-row.ts";

/** The column of the time at which a ticket last changed for this reader: for clients what does not concern them did not happen. */
export const updateColumnFor = (reader: Actor) => (speaksForStaff(reader) ? "updatedAt" : "publicUpdatedAt");

export const openStatuses = statuses.filter(isOpen);

/** In the words of the indexes that hold nothing else. */
const isOpenNow = sql`${tickets.status} IN (${sql.raw(openStatuses.map((one) => `'${one}'`).join(", "))})`;

const statusCondition = ({ status }: TicketFilter): SQL | undefined => {
  if (status?.length === 1 && status[0] === "open") return isOpenNow;
  return (
    status && inArray(tickets.status, [...new Set(status.flatMap((one) => (one === "open" ? openStatuses : [one])))])
  );
};

const personId = (actor: Actor): string => {
  const staff = actingStaff(actor);
  return staff?.id ?? (actor.kind === "client" ? actor.id : "");
};

const assigneeCondition = (actor: Actor, { assignee }: TicketFilter): SQL | undefined => {
  if (assignee === undefined) return undefined;
  if (assignee === "none") return isNull(tickets.assigneeId);
  return sql`${tickets.assigneeId} = ${assignee === "me" ? personId(actor) : assignee}`;
};

/** A visitor is no person yet: all tickets they see are theirs. */
const requesterCondition = (actor: Actor, { requester }: TicketFilter): SQL | undefined => {
  if (requester === undefined || (requester === "me" && actor.kind === "visitor")) return undefined;
  return sql`${tickets.requesterId} = ${requester === "me" ? personId(actor) : requester}`;
};

/** Tags are internal: for a client no ticket has any. */
const tagCondition = (actor: Actor, { tag }: TicketFilter): SQL | undefined => {
  if (tag === undefined) return undefined;
  if (!speaksForStaff(actor)) return sql`0`;
  return sql`${tickets.number} IN (SELECT ${ticketTags.ticketNumber} FROM ${ticketTags} WHERE ${eq(ticketTags.tag, tag)})`;
};

/** When tickets were opened and last changed; for clients as they see it. */
const timeConditions = (actor: Actor, filter: TicketFilter): readonly (SQL | undefined)[] => {
  const updatedAt = tickets[updateColumnFor(actor)];
  const bound = (time: string | undefined, condition: (at: number) => SQL) =>
    time === undefined ? undefined : condition(Date.parse(time));
  return [
    bound(filter.createdAfter, (at) => gte(tickets.createdAt, at)),
    bound(filter.createdBefore, (at) => lt(tickets.createdAt, at)),
    bound(filter.updatedAfter, (at) => gte(updatedAt, at)),
    bound(filter.updatedBefore, (at) => lt(updatedAt, at)),
  ];
};

/** The conditions of a filter. Values are bound; columns come from here and never from the caller. */
export const filterConditions = (actor: Actor, filter: TicketFilter): readonly (SQL | undefined)[] => [
  statusCondition(filter),
  filter.priority && inArray(tickets.priority, filter.priority.map(rankOf)),
  filter.category && inArray(tickets.category, filter.category),
  assigneeCondition(actor, filter),
  requesterCondition(actor, filter),
  tagCondition(actor, filter),
  ...timeConditions(actor, filter),
  filter.q === undefined ? undefined : matching(actor, filter.q),
];
