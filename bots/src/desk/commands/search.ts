import { limits } from "@docket/core/limits";
import type { CommandSpec } from "../command.ts";
import { listTickets } from "../list-tickets.ts";

export const search: CommandSpec = {
  name: "search",
  summary: "Find tickets by words or number",
  options: [{ name: "words", summary: "What to look for", kind: "line", required: true, max: limits.query }],
  run: (call, { words = "" }) =>
    listTickets(call, { title: `Tickets with “${words}”`, empty: `No ticket has “${words}”.`, query: { q: words } }),
};
