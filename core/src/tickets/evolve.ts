import type { ActorRef } from "../actor.ts";
import { isForClient } from "./audience.ts";
import type { TicketEvent } from "./events.ts";
import type { Status, Ticket } from "./ticket.ts";

const changeOf = (event: Exclude<TicketEvent, { type: "ticket.created" }>, ticket: Ticket): Partial<Ticket> => {
  switch (event.type) {
    case "ticket.updated":
      return Object.fromEntries(Object.entries(event.data).map(([field, change]) => [field, change.to]));
    case "ticket.tagged":
      return { tags: event.data.tags.to };
    case "ticket.assigned":
    case "ticket.unassigned":
      return { assigneeId: event.data.assigneeId.to, status: event.data.status.to };
    case "ticket.status_changed":
    case "ticket.resolved":
    case "ticket.closed":
    case "ticket.reopened":
    case "ticket.cancelled":
      return { status: event.data.status.to, ...timesOf(ticket, event.data.status.to, event.at) };
    case "ticket.replied":
      return event.data.fromStaff ? firstResponse(ticket, event.at) : {};
    case "ticket.noted":
    case "ticket.message_edited":
    case "ticket.message_deleted":
      return {};
    case "ticket.deleted":
      return { deletedAt: event.at };
  }
};

const firstResponse = (ticket: Ticket, at: number): Partial<Ticket> =>
  ticket.firstRespondedAt === null ? { firstRespondedAt: at } : {};

/**
 * Once the owner of the address has done anything with the ticket, it is theirs alone: a session that only
 * typed the address may be somebody else's, and must not read on.
 */
const provenBy = (ticket: Ticket, actor: ActorRef): Partial<Ticket> =>
  actor.kind === "client" && actor.id === ticket.requesterId ? { emailProven: true, visitorId: null } : {};

/** The times that say since when a ticket is solved or closed; an open ticket has neither. */
const timesOf = (ticket: Ticket, status: Status, at: number): Partial<Ticket> => {
  if (status === "resolved") return { resolvedAt: at, closedAt: null };
  if (status === "closed") return { resolvedAt: ticket.resolvedAt ?? at, closedAt: at };
  return { resolvedAt: null, closedAt: null };
};

/** The ticket after one more event. Replaying all events of a ticket gives the stored ticket. */
export const evolve = (ticket: Ticket | null, event: TicketEvent): Ticket => {
  if (event.type === "ticket.created") {
    return {
      id: event.ticketId,
      ...event.data,
      // The first tickets were opened before there were chats.
      origin: event.data.origin ?? null,
      status: "new",
      assigneeId: null,
      createdAt: event.at,
      updatedAt: event.at,
      firstRespondedAt: null,
      resolvedAt: null,
      closedAt: null,
      deletedAt: null,
      version: event.seq,
      publicVersion: 1,
      publicUpdatedAt: event.at,
    };
  }
  if (ticket === null) throw new Error(`${event.type} without a ticket`);
  return {
    ...ticket,
    ...changeOf(event, ticket),
    ...provenBy(ticket, event.actor),
    updatedAt: event.at,
    version: event.seq,
    ...(isForClient(event) ? { publicVersion: ticket.publicVersion + 1, publicUpdatedAt: event.at } : {}),
  };
};

export const replay = (ticket: Ticket | null, events: readonly TicketEvent[]): Ticket => {
  const after = events.reduce<Ticket | null>(evolve, ticket);
  if (after === null) throw new Error("no events");
  return after;
};
