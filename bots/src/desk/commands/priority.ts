import { priorities } from "@docket/core/tickets/ticket";
import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { oneOf, priorityNames } from "../words.ts";

export const priority: CommandSpec = {
  name: "priority",
  summary: "Change how urgent a ticket is",
  submit: "Set priority",
  options: [ticketOption, { name: "priority", summary: "The new priority", kind: "priority", required: true }],
  run: async (call, args) => {
    const body = { priority: oneOf(priorities, priorityNames, args["priority"] ?? "", "priority") };
    const name = priorityNames[body.priority].toLowerCase();
    return changeTicket(
      call,
      args,
      (id) => call.api.request("PATCH /tickets/{id}", { params: { id }, body }),
      () => [`priority ${name}.`, `its priority is ${name} already.`],
    );
  },
};
