import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";

export const unassign: CommandSpec = {
  name: "unassign",
  summary: "Put a ticket back into the queue",
  options: [ticketOption],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    return done(await call.api.request("DELETE /tickets/{id}/assignee", { params: { id } }), "nobody has it now.");
  },
};
