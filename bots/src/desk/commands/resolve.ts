import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";

export const resolve: CommandSpec = {
  name: "resolve",
  summary: "Mark a ticket as resolved",
  options: [ticketOption],
  run: (call, args) =>
    changeTicket(
      call,
      args,
      (id) => call.api.request("POST /tickets/{id}/resolve", { params: { id }, idempotencyKey: call.key }),
      () => ["resolved.", "it is resolved already."],
    ),
};
