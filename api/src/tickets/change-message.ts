import type { MessageWritten } from "@docket/core/contract/message";
import type { Id } from "@docket/core/ids";
import { idPattern } from "@docket/core/ids";
import type { TicketCommand } from "@docket/core/tickets/commands";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { changeTicket } from "./change-ticket.ts";
import { viewTicket } from "./view.ts";

const isId = (text: string): text is Id<"message"> => idPattern("message").test(text);

/** Carries out a command on a message of a ticket and shows both. Throws `resource.not_found` for what is no id. */
export const changeMessage = async (
  call: Call,
  ref: string,
  messageId: string,
  command: (messageId: Id<"message">) => TicketCommand,
): Promise<MessageWritten> => {
  if (!isId(messageId)) throw notFound("message");
  const { ticket, people, message } = await changeTicket(call, { ref, command: command(messageId) });
  if (message === null) throw new Error("a command on a message shows it");
  return { message, ticket: viewTicket(call, ticket, people) };
};
