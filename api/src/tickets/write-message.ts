import type { messageInput } from "@docket/core/contract/ticket";
import type { MessageWritten } from "@docket/core/contract/message";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { changeTicket } from "./change-ticket.ts";
import { viewTicket } from "./view.ts";

/** Adds words and files to a ticket as a reply or as a note. */
export const writeMessage = async (
  call: Call,
  ref: string,
  type: "reply" | "note",
  input: z.output<typeof messageInput>,
): Promise<MessageWritten> => {
  const { services } = call;
  const messageId = services.ids.next("message", services.clock.now());
  const { ticket, people, message } = await changeTicket(call, { ref, command: { type, messageId }, message: input });
  if (message === null) throw new Error("a message is always an event");
  return { message, ticket: viewTicket(call, ticket, people) };
};
