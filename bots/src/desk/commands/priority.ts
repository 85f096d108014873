import { priorities } from "@docket/core/tickets/ticket";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";
import { oneOf, priorityNames } from "../words.ts";

export const priority: CommandSpec = {
  name: "priority",
  summary: "Change how urgent a ticket is",
  submit: "Set priority",
  options: [ticketOption, { name: "priority", summary: "The new priority", kind: "priority", required: true }],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    const body = { priority: oneOf(priorities, priorityNames, args["priority"] ?? "", "priority") };
    const ticket = await call.api.request("PATCH /tickets/{id}", { params: { id }, body });
    return done(ticket, `priority ${priorityNames[ticket.priority].toLowerCase()}.`);
  },
};
