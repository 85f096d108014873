import { ApiError } from "@docket/api/client";
import type { TicketView } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import { changeTicket } from "../change-ticket.ts";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import type { DeskCall } from "../desk.ts";
import { findStaff, searchStaff } from "../find-staff.ts";

/** So many of the same name are looked through. */
const namesakes = 20;

/** Whether whoever has a ticket is away; not known is no. */
const isAway = async (call: DeskCall, { assignee }: TicketView): Promise<boolean> => {
  if (assignee === null) return false;
  try {
    const found = await searchStaff(call, assignee.name, namesakes);
    return found.some(({ id, away }) => id === assignee.id && away);
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
};

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
    const assigneeId = await findStaff(call, args["person"] ?? "");
    return changeTicket(
      call,
      args,
      (id) => call.api.request("PUT /tickets/{id}/assignee", { params: { id }, body: { assigneeId } }),
      async (ticket, { assignee: held }) => {
        const who = ticket.assignee?.name ?? "Somebody";
        const away = (await isAway(call, ticket)) ? ", and is away: nobody tells them until they are back" : "";
        const had = held === null || held.id === assigneeId ? "" : ` ${held.name} had it.`;
        return [`${who} has it now${away}.${had}`, `${who} has it already${away}.`];
      },
    );
  },
};
