import { ticketScope } from "@docket/core/permissions/ticket-scope";
import type { Actor } from "@docket/core/actor";
import type { SQL } from "drizzle-orm";
import { and, eq, getTableColumns } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Db } from "../db/client.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";

const requester = alias(people, "requester");
const assignee = alias(people, "assignee");

/** Tickets that this actor may see, with the people they name; more conditions, order and limit are the caller's. */
export const selectTickets = (db: Db, actor: Actor, ...conditions: readonly (SQL | undefined)[]) =>
  db.orm
    .select({
      ticket: getTableColumns(tickets),
      requester: { id: requester.id, name: requester.name, email: requester.email },
      assignee: { name: assignee.name, role: assignee.role, active: assignee.active },
    })
    .from(tickets)
    .innerJoin(requester, eq(requester.id, tickets.requesterId))
    .leftJoin(assignee, eq(assignee.id, tickets.assigneeId))
    .where(and(scopeCondition(ticketScope(actor)), ...conditions))
    .$dynamic();
