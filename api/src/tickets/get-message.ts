import type { MessageWritten } from "@docket/core/contract/message";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { attachmentLinks, messages } from "../db/schema/messages.ts";
import { notFound } from "../http/problem.ts";
import { viewMessage } from "./message-view.ts";
import { selectFiles, selectMessages } from "./select-messages.ts";
import { selectTicket } from "./select-ticket.ts";
import { toTicket } from "./ticket-row.ts";
import { viewTicket } from "./view.ts";

/** A message that this caller wrote, with its ticket as it is now; else `resource.not_found`. */
export const getWritten = async (
  call: Call,
  { ticketId, messageId }: { readonly ticketId: Id<"ticket">; readonly messageId: Id<"message"> },
): Promise<MessageWritten> => {
  const { db } = call.services;
  const [[found], [message], files] = await db.read(
    selectTicket(db, call.actor, ticketId),
    selectMessages(db, eq(messages.id, messageId)),
    selectFiles(db, eq(attachmentLinks.messageId, messageId)),
  );
  if (!found || !message) throw notFound("ticket");
  const ticket = toTicket(found.ticket);
  return {
    message: viewMessage(call, message, files, ticket, found),
    ticket: viewTicket(call, ticket, found),
  };
};
