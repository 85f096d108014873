import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { and, asc, desc, eq, gte, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { events, letters } from "../db/schema/events.ts";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { categories } from "../db/schema/sites.ts";
import { tickets } from "../db/schema/tickets.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { isRepeated } from "./news-query.ts";

/** The place of an event of a ticket among those that concern the client. */
const placeOf = (ticketId: Id<"ticket">, seq: number | SQL) =>
  sql<number>`(SELECT e.public_seq FROM ${events} e WHERE e.stream_id = ${ticketId} AND e.seq = ${seq})`;

/** The same of those that letters of a ticket spoke of; it follows from how their ids are made, and were made before. */
const letterPlace = (ticketId: Id<"ticket">) => {
  const number = (start: number) => sql`CAST(substr(${letters.messageId}, ${start}) AS INTEGER)`;
  const at = ticketId.length + 2;
  return sql<number>`CASE substr(${letters.messageId}, ${at}, 1) WHEN 'p' THEN ${number(at + 1)}
    ELSE ${placeOf(ticketId, number(at))} END`;
};

/** Whoever has a ticket. */
const holders = alias(people, "holders");

/** Everything that a letter about a ticket is made of, as it is now, in one round trip; null when there is no ticket. */
export const getUpdate = async (db: Db, { ticketId, seq, messageId }: OwedOf<"email.send_update">) => {
  const [[found], [event], [reply], files, [previous]] = await db.read(
    db.orm
      .select({
        ticket: tickets,
        requester: { name: people.name, email: people.email, active: people.active },
        holder: holders.name,
      })
      .from(tickets)
      .innerJoin(people, eq(people.id, tickets.requesterId))
      .leftJoin(holders, eq(holders.id, tickets.assigneeId))
      .where(eq(tickets.id, ticketId)),
    db.orm
      .select({ type: events.type, data: events.data, assignee: people.name, category: categories.name, isRepeated })
      .from(events)
      .leftJoin(people, eq(people.id, sql`json_extract(${events.data}, '$.assigneeId.to')`))
      .leftJoin(categories, eq(categories.id, sql`json_extract(${events.data}, '$.category.to')`))
      .where(and(eq(events.streamId, ticketId), eq(events.seq, seq))),
    db.orm
      .select({ body: messages.body, kind: messages.kind, deletedAt: messages.deletedAt, author: people.name })
      .from(messages)
      .leftJoin(people, and(eq(people.id, messages.authorId), eq(messages.authorKind, "staff")))
      .where(and(eq(messages.id, messageId ?? ("msg_" as const)), eq(messages.ticketId, ticketId))),
    db.orm
      .select({ name: attachments.name })
      .from(attachmentLinks)
      .innerJoin(attachments, eq(attachments.id, attachmentLinks.attachmentId))
      .where(
        and(
          eq(attachmentLinks.ticketId, ticketId),
          messageId === null ? isNull(attachmentLinks.messageId) : eq(attachmentLinks.messageId, messageId),
        ),
      )
      .orderBy(asc(attachmentLinks.position)),
    db.orm
      .select({ messageId: letters.messageId })
      .from(letters)
      .where(
        and(
          gte(letters.messageId, `${ticketId}.`),
          lt(letters.messageId, `${ticketId}/`),
          isNotNull(letters.providerId),
          lt(letterPlace(ticketId), placeOf(ticketId, seq)),
        ),
      )
      .orderBy(desc(letterPlace(ticketId)))
      .limit(1),
  );
  if (!found || !event) return null;
  return {
    ...found,
    event,
    reply: reply ?? null,
    files: files.map((file) => file.name),
    previousLetter: previous?.messageId ?? null,
  };
};
