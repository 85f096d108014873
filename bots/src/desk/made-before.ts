import type { MadeQuery, MadeTicket } from "@docket/core/contract/chat";
import type { DeskCall } from "./desk.ts";
import type { Outcome } from "./outcome.ts";
import { soon } from "./soon.ts";
import { ticketName } from "./ticket-name.ts";

/** Says something of a ticket, with the way there. */
export const leadTo = (ticket: MadeTicket, words: string): Outcome => {
  const { number, url } = ticket;
  return { kind: "link", text: `${words} ${ticketName(ticket)}`, label: `Open #${number}`, url };
};

/**
 * Says which ticket a message has become already; null when there is none, and when the desk does not say soon: whoever
 * sends the form all the same is told then.
 */
export const madeBefore = async ({ api }: DeskCall, query: MadeQuery): Promise<Outcome | null> => {
  const ticket = await soon((signal) => api.request("GET /chat/made-ticket", { query, signal }));
  return ticket === null ? null : leadTo(ticket, "This is already ticket");
};
