import { statuses } from "@docket/core/tickets/ticket";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";
import { oneOf, statusNames } from "../words.ts";

/** Clients read _Solved_ of what is resolved, so people also say that. */
const isClientsWord = (word: string): boolean => word.trim().toLowerCase() === "solved";

export const status: CommandSpec = {
  name: "status",
  summary: "Change the status of a ticket",
  submit: "Set status",
  options: [ticketOption, { name: "status", summary: "The new status", kind: "status", required: true }],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    const word = args["status"] ?? "";
    const body = { status: oneOf(statuses, statusNames, isClientsWord(word) ? "resolved" : word, "status") };
    const ticket = await call.api.request("PUT /tickets/{id}/status", { params: { id }, body });
    return done(ticket, `${statusNames[ticket.status]}.`);
  },
};
