import type { AttachmentView } from "@docket/core/contract/attachment";
import { can } from "@docket/core/permissions/can";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import { and, asc, eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { notFound } from "../http/problem.ts";
import { refCondition } from "../tickets/ref-query.ts";
import { attachmentColumns } from "./bind.ts";
import { attachmentView } from "./view.ts";

/** The files of a ticket: those of the description, then those of its messages in their order. */
export const listAttachments = async ({ services: { db }, actor }: Call, ref: string): Promise<AttachmentView[]> => {
  const visible = and(refCondition(ref), scopeCondition(ticketScope(actor)));
  const { requesterId, visitorId, deletedAt } = tickets;
  const [[ticket], rows] = await db.read(
    db.orm.select({ requesterId, visitorId, deletedAt }).from(tickets).where(visible),
    db.orm
      .select({ file: attachmentColumns, messageKind: messages.kind })
      .from(attachmentLinks)
      .innerJoin(tickets, eq(tickets.id, attachmentLinks.ticketId))
      .innerJoin(attachments, eq(attachments.id, attachmentLinks.attachmentId))
      .leftJoin(messages, eq(messages.id, attachmentLinks.messageId))
      .where(visible)
      .orderBy(asc(messages.seq), asc(attachmentLinks.position)),
  );
  if (!ticket || !can(actor, "ticket.read", ticket)) throw notFound("ticket");
  const readsNotes = can(actor, "ticket.read_internal", ticket);
  return rows.filter((row) => readsNotes || row.messageKind !== "note").map((row) => attachmentView(row.file));
};
