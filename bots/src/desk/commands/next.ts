import type { CommandSpec } from "../command.ts";
import { done } from "../outcome.ts";

export const next: CommandSpec = {
  name: "next",
  summary: "Take the ticket that has waited longest",
  options: [],
  run: async (call) => {
    const ticket = await call.api.request("POST /tickets/take-next", { idempotencyKey: call.key });
    return done(ticket, `you have it now. “${ticket.title}”`);
  },
};
