import type { AttachmentView } from "@docket/core/contract/attachment";
import type { Id } from "@docket/core/ids";
import { idPattern } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import { eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { tickets } from "../db/schema/tickets.ts";
import { notFound } from "../http/problem.ts";
import type { AttachmentRow } from "./bind.ts";
import { attachmentColumns, uploadersOf } from "./bind.ts";
import { attachmentView } from "./view.ts";

const isId = (text: string): text is Id<"attachment"> => idPattern("attachment").test(text);

const find = async ({ services: { db } }: Call, id: Id<"attachment">) => {
  const [[row]] = await db.read(
    db.orm
      .select({
        file: attachmentColumns,
        uploaderId: attachments.uploaderId,
        linkedTo: attachmentLinks.ticketId,
        ticket: { requesterId: tickets.requesterId, visitorId: tickets.visitorId, deletedAt: tickets.deletedAt },
        messageKind: messages.kind,
      })
      .from(attachments)
      .leftJoin(attachmentLinks, eq(attachmentLinks.attachmentId, attachments.id))
      .leftJoin(tickets, eq(tickets.id, attachmentLinks.ticketId))
      .leftJoin(messages, eq(messages.id, attachmentLinks.messageId))
      .where(eq(attachments.id, id)),
  );
  return row;
};

type Found = NonNullable<Awaited<ReturnType<typeof find>>>;

/** Who may read the ticket may have its files, those of notes only where notes may be read. */
const mayRead = (call: Call, { ticket, linkedTo, uploaderId, messageKind }: Found): boolean => {
  if (linkedTo === null) return uploadersOf(call).includes(uploaderId);
  if (ticket === null || !can(call.actor, "ticket.read", ticket)) return false;
  return messageKind !== "note" || can(call.actor, "ticket.read_internal", ticket);
};

/** A file that this caller may have, in one round trip. Any other does not exist (`resource.not_found`). */
export const getAttachment = async (call: Call, id: string): Promise<AttachmentRow> => {
  const found = isId(id) ? await find(call, id) : undefined;
  if (!found || !mayRead(call, found)) throw notFound("file");
  return found.file;
};

/** The same, as the API shows it. */
export const getAttachmentView = async (call: Call, id: string): Promise<AttachmentView> =>
  attachmentView(await getAttachment(call, id));
