import type { MessageWritten } from "@docket/core/contract/message";
import type { Id } from "@docket/core/ids";
import { asc, eq, getTableColumns } from "drizzle-orm";
import type { Call } from "../context.ts";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { notFound } from "../http/problem.ts";
import { viewMessage } from "./message-view.ts";
import { selectTickets } from "./select-ticket.ts";
import { refCondition } from "./ref-query.ts";
import { toTicket } from "./ticket-row.ts";
import { viewTicket } from "./view.ts";

/** A message that this caller wrote, with its ticket as it is now; else `resource.not_found`. */
export const getWritten = async (
  call: Call,
  { ticketId, messageId }: { readonly ticketId: Id<"ticket">; readonly messageId: Id<"message"> },
): Promise<MessageWritten> => {
  const { db } = call.services;
  const [[ticket], [message], files] = await db.read(
    selectTickets(db, call.actor, refCondition(ticketId)),
    db.orm
      .select({ ...getTableColumns(messages), name: people.name })
      .from(messages)
      .leftJoin(people, eq(people.id, messages.authorId))
      .where(eq(messages.id, messageId)),
    db.orm
      .select(getTableColumns(attachments))
      .from(attachmentLinks)
      .innerJoin(attachments, eq(attachments.id, attachmentLinks.attachmentId))
      .where(eq(attachmentLinks.messageId, messageId))
      .orderBy(asc(attachmentLinks.position)),
  );
  if (!ticket || !message) throw notFound("ticket");
  return {
    message: viewMessage(call, message, ticket, files),
    ticket: viewTicket(call, toTicket(ticket.ticket), ticket),
  };
};
