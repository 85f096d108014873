import { ticketScope } from "@docket/core/permissions/ticket-scope";
import { can } from "@docket/core/permissions/can";
import type { MessagePage } from "@docket/core/contract/message";
import { and, asc, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import type { Call } from "../context.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { notFound } from "../http/problem.ts";
import { viewMessage } from "./message-view.ts";
import { selectTickets } from "./select-ticket.ts";
import { refCondition } from "./ref-query.ts";

/**
 * A page of a ticket's conversation: the newest messages first, so that the first page is the end of
 * the conversation. Notes are there for those who may read them.
 */
export const listMessages = async (
  call: Call,
  ref: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<MessagePage> => {
  const { db } = call.services;
  const before = decodeCursor(cursor, z.tuple([z.literal("messages"), z.number()]))?.[1];
  const internal = mayReadNotes(call);
  const wanted = and(
    sql`${messages.ticketId} = (SELECT ${tickets.id} FROM ${tickets} WHERE ${and(refCondition(ref), scopeCondition(ticketScope(call.actor)))})`,
    internal ? undefined : eq(messages.kind, "reply"),
    before === undefined ? undefined : lt(messages.seq, before),
  );
  const page = db.orm
    .select({ id: messages.id })
    .from(messages)
    .where(wanted)
    .orderBy(desc(messages.seq))
    .limit(limit + 1);
  const [[ticket], rows, files] = await db.read(
    selectTickets(db, call.actor, refCondition(ref)),
    db.orm
      .select({ ...getTableColumns(messages), name: people.name })
      .from(messages)
      .leftJoin(people, eq(people.id, messages.authorId))
      .where(wanted)
      .orderBy(desc(messages.seq))
      .limit(limit + 1),
    db.orm
      .select({ ...getTableColumns(attachments), messageId: attachmentLinks.messageId })
      .from(attachmentLinks)
      .innerJoin(attachments, eq(attachments.id, attachmentLinks.attachmentId))
      .where(inArray(attachmentLinks.messageId, page))
      .orderBy(asc(attachmentLinks.position)),
  );
  if (!ticket) throw notFound("ticket");
  return pageOf(
    rows,
    limit,
    (row) => ["messages", row.seq],
    (row) =>
      viewMessage(
        call,
        row,
        ticket,
        files.filter((file) => file.messageId === row.id),
      ),
  );
};

/** Whether this caller may read notes at all: the ticket itself is in their scope or not found. */
const mayReadNotes = ({ actor }: Call): boolean =>
  can(actor, "ticket.read_internal", { requesterId: "per_", visitorId: null, deletedAt: null });
