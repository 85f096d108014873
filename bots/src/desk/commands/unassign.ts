import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";

export const unassign: CommandSpec = {
  name: "unassign",
  summary: "Put a ticket back into the queue",
  options: [ticketOption],
  run: (call, args) =>
    changeTicket(
      call,
      args,
      (id) => call.api.request("DELETE /tickets/{id}/assignee", { params: { id } }),
      () => ["nobody has it now.", "nobody had it anyway."],
    ),
};
