import { ApiError } from "@docket/api/client";
import type { CommandSpec } from "../command.ts";
import { done, said } from "../outcome.ts";

export const next: CommandSpec = {
  name: "next",
  summary: "Take the ticket that has waited longest",
  options: [],
  run: async (call) => {
    try {
      const ticket = await call.api.request("POST /tickets/take-next", { idempotencyKey: call.key });
      return done(ticket, `you have it now. “${ticket.title}”`);
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.code !== "ticket.none_waiting") throw error;
      return said("Nothing is waiting: every open ticket has somebody. 🎉");
    }
  },
};
