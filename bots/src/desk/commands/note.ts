import { limits } from "@docket/core/limits";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { otherHolder, whoAsks } from "../other-holder.ts";
import { ticketOf } from "../ticket-ref.ts";

export const note: CommandSpec = {
  name: "note",
  summary: "Write a note that only staff read",
  submit: "Add note",
  options: [
    ticketOption,
    {
      name: "text",
      label: "Note for your colleagues",
      summary: "Only your colleagues read this; the client does not",
      kind: "text",
      required: true,
      max: limits.body,
    },
  ],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    const body = { body: args["text"] ?? "" };
    const me = whoAsks(call);
    const { ticket } = await call.api.request("POST /tickets/{id}/notes", {
      params: { id },
      body,
      idempotencyKey: call.key,
    });
    return done(ticket, `noted. The client does not see it.${otherHolder(ticket, await me)}`);
  },
};
