import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { ticketOf } from "../ticket-ref.ts";

export const close: CommandSpec = {
  name: "close",
  summary: "Close a resolved ticket for good",
  submit: "Close ticket",
  options: [ticketOption],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    return done(
      await call.api.request("POST /tickets/{id}/close", { params: { id }, idempotencyKey: call.key }),
      "closed.",
    );
  },
};
