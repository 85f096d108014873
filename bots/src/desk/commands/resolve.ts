import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";

export const resolve: CommandSpec = {
  name: "resolve",
  summary: "Mark a ticket as resolved",
  options: [ticketOption],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    return done(
      await call.api.request("POST /tickets/{id}/resolve", { params: { id }, idempotencyKey: call.key }),
      "resolved.",
    );
  },
};
