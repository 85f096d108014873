import type { TicketEvent, TicketEventData, TicketEventType } from "./events.ts";

/** Whom something that happened to a ticket concerns: the client as well, or the staff alone. */
export type EventAudience = "client" | "staff";

type AudienceOf<T extends TicketEventType> = EventAudience | ((data: TicketEventData[T]) => EventAudience);

/** Notes are between the staff, and so is what becomes of one. */
const ofMessage = ({ kind }: TicketEventData["ticket.message_edited"]): EventAudience =>
  kind === "note" ? "staff" : "client";

/**
 * Who learns of each type of event; one that is missing does not compile. For clients what concerns the staff alone did
 * not happen: it is not in the history, moves no number and no time, is told to no screen, and is in no email. So an event
 * that changes anything that a client sees of a ticket has to be theirs as well.
 */
export const audiences: { readonly [T in TicketEventType]: AudienceOf<T> } = {
  "ticket.created": "client",
  "ticket.updated": "client",
  "ticket.tagged": "staff",
  "ticket.assigned": "client",
  "ticket.unassigned": "client",
  "ticket.status_changed": "client",
  "ticket.resolved": "client",
  "ticket.closed": "client",
  "ticket.reopened": "client",
  "ticket.cancelled": "client",
  "ticket.replied": "client",
  "ticket.noted": "staff",
  "ticket.message_edited": ofMessage,
  "ticket.message_deleted": ofMessage,
  "ticket.deleted": "client",
};

/** Whether the client learns of this. */
export const isForClient = ({ type, data }: Pick<TicketEvent, "type" | "data">): boolean => {
  const audience = audiences[type] as AudienceOf<TicketEventType>;
  return (typeof audience === "function" ? audience(data) : audience) === "client";
};
