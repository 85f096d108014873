import { statuses } from "@docket/core/tickets/ticket";
import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { oneOf, statusNames } from "../words.ts";

/** Clients read _Solved_ of what is resolved, so people also say that. */
const isClientsWord = (word: string): boolean => word.trim().toLowerCase() === "solved";

export const status: CommandSpec = {
  name: "status",
  summary: "Change the status of a ticket",
  submit: "Set status",
  options: [ticketOption, { name: "status", summary: "The new status", kind: "status", required: true }],
  run: async (call, args) => {
    const word = args["status"] ?? "";
    const body = { status: oneOf(statuses, statusNames, isClientsWord(word) ? "resolved" : word, "status") };
    return changeTicket(
      call,
      args,
      (id) => call.api.request("PUT /tickets/{id}/status", { params: { id }, body }),
      ({ status: now }) => [`${statusNames[now]}.`, `${statusNames[now]} already.`],
    );
  },
};
