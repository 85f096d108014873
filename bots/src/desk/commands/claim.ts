import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";

export const claim: CommandSpec = {
  name: "claim",
  summary: "Take a ticket that nobody has",
  options: [ticketOption],
  run: (call, args) =>
    changeTicket(
      call,
      args,
      (id) => call.api.request("POST /tickets/{id}/claim", { params: { id }, idempotencyKey: call.key }),
      () => ["you have it now.", "you have it already."],
    ),
};
