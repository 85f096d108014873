import type { TicketEventData } from "@docket/core/tickets/events";
import type { UpdateKind } from "@docket/core/tickets/effects";
import { isOpen, stageOf } from "@docket/core/tickets/transitions";
import { toTicket } from "../tickets/ticket-row.ts";
import type { UpdateFacts } from "./render.ts";
import type { TicketRow } from "../tickets/ticket-row.ts";

/** An event of which an automatic email tells, and its ticket as it is now. */
export interface News {
  readonly kind: UpdateKind;
  readonly data: unknown;
  readonly ticket: TicketRow;
  /** The same happened to the ticket again, and that had an email of its own. */
  readonly isRepeated: boolean;
}

/** Which fields staff changed, and to what. */
export const changesOf = (data: unknown): UpdateFacts["changes"] =>
  Object.entries(data as TicketEventData["ticket.updated"]).map(([field, { to }]) => ({ field, to: String(to) }));

/** The same of fields in which that still is. */
export const changesThatHold = (data: unknown, row: TicketRow): UpdateFacts["changes"] => {
  const { title, description, category, priority } = toTicket(row);
  const now: Readonly<Record<string, unknown>> = { title, description, category, priority };
  return changesOf(data).filter(({ field, to }) => now[field] === to);
};

/** Whether an automatic email still tells how its ticket is. What staff wrote to the client always is as they wrote it. */
export const isTrue = ({ kind, data, ticket, isRepeated: again }: News): boolean => {
  const { status, assigneeId } = ticket;
  switch (kind) {
    case "replied":
      return true;
    case "created":
      return isOpen(status) && ticket.firstRespondedAt === null;
    case "updated":
      return changesThatHold(data, ticket).length > 0;
    case "assigned":
      return !again && isOpen(status) && assigneeId === (data as TicketEventData["ticket.assigned"]).assigneeId.to;
    case "reopened":
      return !again && isOpen(status);
    case "resolved":
    case "closed":
    case "cancelled":
    case "status_changed":
      return !again && stageOf(status) === stageOf((data as TicketEventData["ticket.resolved"]).status.to);
  }
};
