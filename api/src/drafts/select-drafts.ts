import type { Id } from "@docket/core/ids";
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { attachmentColumns } from "../attachments/bind.ts";
import type { Db } from "../db/client.ts";
import { drafts } from "../db/schema/drafts.ts";
import { attachmentLinks, attachments } from "../db/schema/messages.ts";
import { tickets } from "../db/schema/tickets.ts";
import type { TicketRef } from "../tickets/ref-query.ts";
import { refCondition } from "../tickets/ref-query.ts";

const idOf = (ref: TicketRef) => sql`(SELECT ${tickets.id} FROM ${tickets} WHERE ${refCondition(ref)})`;

/** Somebody's draft on a ticket; for use in a batch. Throws as `refCondition`. */
export const selectDraft = (db: Db, personId: Id<"person">, ref: TicketRef) =>
  db.orm
    .select()
    .from(drafts)
    .where(and(eq(drafts.personId, personId), eq(drafts.ticketId, idOf(ref))));

/** The files of all their drafts on other tickets. */
export const selectOtherDrafts = (db: Db, personId: Id<"person">, ref: TicketRef) =>
  db.orm
    .select({ attachmentIds: drafts.attachmentIds })
    .from(drafts)
    .where(and(eq(drafts.personId, personId), ne(drafts.ticketId, idOf(ref))));

/** The files of all drafts of somebody, but for those that were used since; there are never many. */
export const selectDraftFiles = (db: Db, personId: Id<"person">, uploaders: readonly string[]) =>
  db.orm
    .select(attachmentColumns)
    .from(attachments)
    .leftJoin(attachmentLinks, eq(attachmentLinks.attachmentId, attachments.id))
    .where(
      and(
        sql`${attachments.id} IN (SELECT json_each.value FROM ${drafts}, json_each(${drafts.attachmentIds}) WHERE ${eq(drafts.personId, personId)})`,
        inArray(attachments.uploaderId, [...uploaders]),
        isNull(attachmentLinks.attachmentId),
      ),
    );
