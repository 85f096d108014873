import type { TicketView } from "@docket/core/contract/ticket";
import type { Args } from "./command.ts";
import type { DeskCall } from "./desk.ts";
import type { Outcome } from "./outcome.ts";
import { done } from "./outcome.ts";
import { findTicket } from "./ticket-ref.ts";

/** What is said of a change: when it was made, and when it was so before. */
type Words = readonly [made: string, already: string];

/** Does something to the ticket that a command is about, and says whether that changed anything. */
export const changeTicket = async (
  call: DeskCall,
  args: Args,
  work: (id: string, before: TicketView) => Promise<TicketView>,
  words: (ticket: TicketView, before: TicketView) => Words | Promise<Words>,
): Promise<Outcome> => {
  const before = await findTicket(call, args);
  const ticket = await work(before.id, before);
  const [made, already] = await words(ticket, before);
  return done(ticket, ticket.version === before.version ? already : made);
};
