import { limits } from "@docket/core/limits";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { findStaff } from "../find-staff.ts";
import { done } from "../outcome.ts";
import { findTicket } from "../ticket-ref.ts";

export const assign: CommandSpec = {
  name: "assign",
  summary: "Give a ticket to somebody",
  options: [
    ticketOption,
    {
      name: "person",
      summary: "Who gets it: a name, an address, a mention or me",
      hint: "Who gets it",
      kind: "person",
      required: true,
      max: limits.query,
    },
  ],
  run: async (call, args) => {
    const [before, assigneeId] = await Promise.all([findTicket(call, args), findStaff(call, args["person"] ?? "")]);
    const { id } = before;
    const ticket = await call.api.request("PUT /tickets/{id}/assignee", { params: { id }, body: { assigneeId } });
    const had = before.assignee === null || before.assignee.id === assigneeId ? "" : ` ${before.assignee.name} had it.`;
    return done(ticket, `${ticket.assignee?.name ?? "Somebody"} has it now.${had}`);
  },
};
