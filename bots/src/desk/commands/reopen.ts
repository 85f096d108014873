import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";

export const reopen: CommandSpec = {
  name: "reopen",
  summary: "Open a resolved or closed ticket again",
  options: [ticketOption],
  run: (call, args) =>
    changeTicket(
      call,
      args,
      (id) => call.api.request("POST /tickets/{id}/reopen", { params: { id }, idempotencyKey: call.key }),
      () => ["open again.", "it is open already."],
    ),
};
