import { limits } from "@docket/core/limits";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { findStaff } from "../find-staff.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";

export const assign: CommandSpec = {
  name: "assign",
  summary: "Give a ticket to somebody",
  options: [
    ticketOption,
    {
      name: "person",
      summary: "Who gets it: a name, an address, a mention or me",
      kind: "person",
      required: true,
      max: limits.query,
    },
  ],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    const assigneeId = await findStaff(call, args["person"] ?? "");
    const ticket = await call.api.request("PUT /tickets/{id}/assignee", { params: { id }, body: { assigneeId } });
    return done(ticket, `${ticket.assignee?.name ?? "Somebody"} has it now.`);
  },
};
