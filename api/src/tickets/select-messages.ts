import type { Actor } from "@docket/core/actor";
import { can } from "@docket/core/permissions/can";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import type { SQL } from "drizzle-orm";
import { and, asc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { attachmentColumns } from "../attachments/bind.ts";
import type { Db } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { apiKeys } from "../db/schema/keys.ts";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import type { TicketRef } from "./ref-query.ts";
import { refCondition } from "./ref-query.ts";
import { keyIn } from "./via-query.ts";

/** Whether this actor may read notes at all: the ticket itself is in their scope or not found. */
const readsNotes = (actor: Actor): boolean =>
  can(actor, "ticket.read_internal", { requesterId: "per_", visitorId: null, deletedAt: null });

/** The messages of a ticket, named by id or number, that this actor may read. Notes are there for those who may. */
export const readableMessages = (actor: Actor, ref: TicketRef): SQL | undefined =>
  and(
    sql`${messages.ticketId} = (SELECT ${tickets.id} FROM ${tickets} WHERE ${and(refCondition(ref), scopeCondition(ticketScope(actor)))})`,
    readsNotes(actor) ? undefined : eq(messages.kind, "reply"),
  );

/** Messages with who wrote them and through which key, by their names; order and limit are the caller's. */
export const selectMessages = (db: Db, ...conditions: readonly (SQL | undefined)[]) =>
  db.orm
    .select({ ...getTableColumns(messages), name: people.name, writtenBy: events.actor, keyName: apiKeys.name })
    .from(messages)
    .leftJoin(people, eq(people.id, messages.authorId))
    .leftJoin(events, and(eq(events.streamId, messages.ticketId), eq(events.seq, messages.seq)))
    .leftJoin(apiKeys, eq(apiKeys.id, keyIn(events.actor)))
    .where(and(...conditions))
    .$dynamic();

/** The files that came with the description of a ticket, named by id or number, in their order. */
export const selectOpeningFiles = (db: Db, ref: TicketRef) =>
  db.orm
    .select(attachmentColumns)
    .from(attachmentLinks)
    .innerJoin(attachments, eq(attachments.id, attachmentLinks.attachmentId))
    .where(
      and(
        sql`${attachmentLinks.ticketId} = (SELECT ${tickets.id} FROM ${tickets} WHERE ${refCondition(ref)})`,
        isNull(attachmentLinks.messageId),
      ),
    )
    .orderBy(asc(attachmentLinks.position));

/** The files of messages, each message's in their order. */
export const selectFiles = (db: Db, ...conditions: readonly SQL[]) =>
  db.orm
    .select({ ...attachmentColumns, messageId: attachmentLinks.messageId })
    .from(attachmentLinks)
    .innerJoin(attachments, eq(attachments.id, attachmentLinks.attachmentId))
    .where(and(...conditions))
    .orderBy(asc(attachmentLinks.position));
