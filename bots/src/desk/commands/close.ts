import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";

export const close: CommandSpec = {
  name: "close",
  summary: "Close a resolved ticket for good",
  submit: "Close ticket",
  options: [ticketOption],
  run: (call, args) =>
    changeTicket(
      call,
      args,
      (id) => call.api.request("POST /tickets/{id}/close", { params: { id }, idempotencyKey: call.key }),
      () => ["closed.", "it is closed already."],
    ),
};
