import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";

export const reopen: CommandSpec = {
  name: "reopen",
  summary: "Open a resolved or closed ticket again",
  options: [ticketOption],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    return done(
      await call.api.request("POST /tickets/{id}/reopen", { params: { id }, idempotencyKey: call.key }),
      "open again.",
    );
  },
};
