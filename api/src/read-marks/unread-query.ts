import type { Actor } from "@docket/core/actor";
import { speaksForStaff } from "@docket/core/actor";
import { limits } from "@docket/core/limits";
import type { SQL } from "drizzle-orm";
import { and, eq, gt, gte, isNull, ne, sql } from "drizzle-orm";
import { messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { readMarks } from "../db/schema/read-marks.ts";
import { tickets } from "../db/schema/tickets.ts";
import { readerOf } from "./reader.ts";

/** Counts no further than anybody wants to know. */
export const mostCounted = sql.raw(String(limits.unread));

/**
 * Which messages of a row of `tickets` this actor has not read: to a client what staff replied, to staff what the client
 * wrote since they came to the desk. Null for programs, which read nothing.
 */
export const unreadMessages = (actor: Actor): SQL | undefined | null => {
  const reader = readerOf(actor);
  if (reader === null) return null;
  const isStaff = speaksForStaff(actor);
  const mark = sql`(SELECT ${readMarks.seq} FROM ${readMarks} WHERE ${and(eq(readMarks.readerId, reader), eq(readMarks.ticketId, tickets.id))})`;
  return and(
    eq(messages.ticketId, tickets.id),
    eq(messages.addressee, isStaff ? "staff" : "client"),
    gt(messages.publicSeq, sql`coalesce(${mark}, 0)`),
    isNull(messages.deletedAt),
    ne(messages.authorId, reader),
    isStaff
      ? gte(messages.createdAt, sql`(SELECT ${people.createdAt} FROM ${people} WHERE ${people.id} = ${reader})`)
      : undefined,
  );
};

/** How many messages of a row of `tickets` this actor has not read. */
export const unreadIn = (actor: Actor): SQL<number> => {
  const unread = unreadMessages(actor);
  if (unread === null) return sql<number>`0`;
  return sql<number>`(SELECT count(*) FROM (SELECT 1 FROM ${messages} WHERE ${unread} LIMIT ${mostCounted}))`;
};
