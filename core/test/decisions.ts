import type { ErrorCode } from "../src/errors.ts";
import type { TicketCommand } from "../src/tickets/commands.ts";
import type { Facts } from "../src/tickets/decide.ts";
import { decide } from "../src/tickets/decide.ts";
import type { TicketEvent, TicketEventType } from "../src/tickets/events.ts";
import { replay } from "../src/tickets/evolve.ts";
import type { Ticket } from "../src/tickets/ticket.ts";

export const eventsOf = (ticket: Ticket, command: TicketCommand, facts: Facts): readonly TicketEvent[] => {
  const decision = decide(ticket, command, facts);
  if (!decision.ok) throw new Error(decision.error.detail);
  return decision.value;
};

export const typesOf = (ticket: Ticket, command: TicketCommand, facts: Facts): readonly TicketEventType[] =>
  eventsOf(ticket, command, facts).map((event) => event.type);

export const after = (ticket: Ticket, command: TicketCommand, facts: Facts): Ticket =>
  replay(ticket, eventsOf(ticket, command, facts));

export const refusalOf = (ticket: Ticket, command: TicketCommand, facts: Facts) => {
  const decision = decide(ticket, command, facts);
  if (decision.ok) throw new Error(`not refused: ${decision.value.map((event) => event.type).join()}`);
  return decision.error;
};

export const codeOf = (...given: Parameters<typeof refusalOf>): ErrorCode => refusalOf(...given).code;
