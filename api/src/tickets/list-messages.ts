import { speaksForStaff } from "@docket/core/actor";
import type { MessagePage } from "@docket/core/contract/message";
import { and, desc, inArray, lt } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { attachmentLinks, messages } from "../db/schema/messages.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { notFound } from "../http/problem.ts";
import { seqFor, viewMessage } from "./message-view.ts";
import { readableMessages, selectFiles, selectMessages } from "./select-messages.ts";
import { selectTicket } from "./select-ticket.ts";
import { toTicket } from "./ticket-row.ts";

/**
 * A page of a ticket's conversation: the newest messages first, so that the first page is the end of
 * the conversation. Notes are there for those who may read them.
 */
export const listMessages = async (
  call: Call,
  ref: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<MessagePage> => {
  const { actor, services } = call;
  const { db } = services;
  const before = decodeCursor(cursor, z.tuple([z.literal("messages"), z.number()]))?.[1];
  const seq = speaksForStaff(actor) ? messages.seq : messages.publicSeq;
  const wanted = and(readableMessages(actor, ref), before === undefined ? undefined : lt(seq, before));
  const page = db.orm
    .select({ id: messages.id })
    .from(messages)
    .where(wanted)
    .orderBy(desc(messages.seq))
    .limit(limit + 1);
  const [[found], rows, files] = await db.read(
    selectTicket(db, actor, ref),
    selectMessages(db, wanted)
      .orderBy(desc(messages.seq))
      .limit(limit + 1),
    selectFiles(db, inArray(attachmentLinks.messageId, page)),
  );
  if (!found) throw notFound("ticket");
  const ticket = toTicket(found.ticket);
  return pageOf(
    rows,
    limit,
    (row) => ["messages", seqFor(actor, row)],
    (row) =>
      viewMessage(
        call,
        row,
        files.filter((file) => file.messageId === row.id),
        ticket,
        found,
      ),
  );
};
