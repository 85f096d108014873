import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";

export const claim: CommandSpec = {
  name: "claim",
  summary: "Take a ticket that nobody has",
  options: [ticketOption],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    return done(
      await call.api.request("POST /tickets/{id}/claim", { params: { id }, idempotencyKey: call.key }),
      "you have it now.",
    );
  },
};
