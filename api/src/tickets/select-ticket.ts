import { ticketScope } from "@docket/core/permissions/ticket-scope";
import type { Actor } from "@docket/core/actor";
import type { SQL } from "drizzle-orm";
import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { builtOnce } from "../db/built-once.ts";
import type { Db } from "../db/client.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { wholeRow } from "../db/whole-row.ts";
import { unreadIn } from "../read-marks/unread-query.ts";
import type { TicketRef } from "./ref-query.ts";
import { refCondition } from "./ref-query.ts";
import { requester, requesterColumns } from "./requester-query.ts";

const ticket = wholeRow(tickets);
const assignee = alias(people, "assignee");

const select = (db: Db, unread: SQL, condition: SQL | undefined) =>
  db.orm
    .select({
      ticket,
      requester: requesterColumns,
      assignee: { name: assignee.name, role: assignee.role, active: assignee.active },
      unread: sql<number>`${unread}`,
    })
    .from(tickets)
    .innerJoin(requester, eq(requester.id, tickets.requesterId))
    .leftJoin(assignee, eq(assignee.id, tickets.assigneeId))
    .where(condition)
    .$dynamic();

/** Tickets that this actor may see, with the people they name; more conditions, order and limit are the caller's. */
export const selectTickets = (db: Db, actor: Actor, ...conditions: readonly (SQL | undefined)[]) =>
  select(db, unreadIn(actor), and(scopeCondition(ticketScope(actor)), ...conditions));

const selectOne = builtOnce(select);

/** The ticket that is meant, with the people it names, if this actor may see it. Throws as `refCondition`. */
export const selectTicket = (db: Db, actor: Actor, ref: TicketRef) =>
  selectOne(db, unreadIn(actor), sql`${and(scopeCondition(ticketScope(actor)), refCondition(ref))}`);
