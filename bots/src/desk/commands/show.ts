import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { ticketOf } from "../ticket-ref.ts";

/** How many messages of the end of the conversation are shown. */
const shown = 5;

export const show: CommandSpec = {
  name: "show",
  summary: "Look at a ticket",
  options: [ticketOption],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    const [ticket, page] = await Promise.all([
      call.api.request("GET /tickets/{id}", { params: { id } }),
      call.api.request("GET /tickets/{id}/messages", { params: { id }, query: { limit: shown } }),
    ]);
    const { description } = ticket;
    const opening =
      description || (await call.api.request("GET /chat/card", { query: { ticketId: ticket.id } })).excerpt;
    return { kind: "ticket", ticket, opening, messages: page.items.toReversed() };
  },
};
