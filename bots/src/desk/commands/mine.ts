import type { CommandSpec } from "../command.ts";
import { listTickets } from "../list-tickets.ts";

export const mine: CommandSpec = {
  name: "mine",
  summary: "Your open tickets",
  options: [],
  run: (call) =>
    listTickets(call, {
      title: "Your open tickets",
      empty: "You have no open tickets. Use /ticket next to take one.",
      query: { assignee: "me", status: "open", sort: "turn" },
    }),
};
