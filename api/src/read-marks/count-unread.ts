import type { UnreadCount } from "@docket/core/contract/ticket";
import { speaksForStaff } from "@docket/core/actor";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Call } from "../context.ts";
import { messages } from "../db/schema/messages.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { denied } from "../http/problem.ts";
import { openStatuses, updateColumnFor } from "../tickets/filter-query.ts";
import { readerOf } from "./reader.ts";
import { mostCounted, unreadMessages } from "./unread-query.ts";

/** Of the tickets that changed last: what is unread is among them. */
const mostTickets = 200;

/** How many messages the caller has not read: a client in all their tickets, staff in the open ones that they have. */
export const countUnread = async (call: Call): Promise<UnreadCount> => {
  const { services, actor } = call;
  const { db } = services;
  const unread = unreadMessages(actor);
  if (unread === null) throw denied();
  const theirs = speaksForStaff(actor)
    ? and(eq(tickets.assigneeId, readerOf(actor) as `per_${string}`), inArray(tickets.status, openStatuses))
    : undefined;
  const among = db.orm
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(scopeCondition(ticketScope(actor)), theirs))
    .orderBy(desc(tickets[updateColumnFor(actor)]))
    .limit(mostTickets);
  const found = sql`SELECT 1 FROM ${among} AS ${tickets} CROSS JOIN ${messages} WHERE ${unread} LIMIT ${mostCounted}`;
  const [[row]] = await db.read(db.orm.select({ unread: sql<number>`count(*)` }).from(sql`(${found})`));
  return { unread: row?.unread ?? 0 };
};
