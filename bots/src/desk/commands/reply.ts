import { limits } from "@docket/core/limits";
import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { done } from "../outcome.ts";
import { otherHolder, whoAsks } from "../other-holder.ts";
import { ticketOf } from "../ticket-ref.ts";
import { readerWords, replyWords } from "../words.ts";

export const reply: CommandSpec = {
  name: "reply",
  summary: "Answer the client",
  submit: "Send reply",
  options: [
    ticketOption,
    {
      name: "text",
      label: "Reply to the client",
      summary: "The client will read this",
      hintFor: readerWords,
      kind: "text",
      required: true,
      max: limits.body,
    },
  ],
  run: async (call, args) => {
    const id = await ticketOf(call, args);
    const body = { body: args["text"] ?? "" };
    const me = whoAsks(call);
    const { ticket } = await call.api.request("POST /tickets/{id}/replies", {
      params: { id },
      body,
      idempotencyKey: call.key,
    });
    return done(ticket, `${replyWords(ticket)}${otherHolder(ticket, await me)}`);
  },
};
