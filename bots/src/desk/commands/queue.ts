import type { CommandSpec } from "../command.ts";
import { listTickets } from "../list-tickets.ts";

export const queue: CommandSpec = {
  name: "queue",
  summary: "Open tickets that nobody has",
  options: [],
  run: (call) =>
    listTickets(call, {
      title: "Waiting for somebody",
      empty: "Nothing is waiting: every open ticket has somebody.",
      query: { assignee: "none", status: "open", sort: "turn" },
    }),
};
