import type { TicketScope } from "@docket/core/permissions/ticket-scope";
import type { SQL } from "drizzle-orm";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import { tickets } from "./schema/tickets.ts";

/** The scope of an actor as a condition on `tickets`. */
export const scopeCondition = (scope: TicketScope): SQL | undefined => {
  if (scope.kind === "none") return sql`0`;
  if (scope.kind === "all") return isNull(tickets.deletedAt);
  const own = [
    ...(scope.requesterId === null ? [] : [eq(tickets.requesterId, scope.requesterId)]),
    ...(scope.visitorId === null ? [] : [eq(tickets.visitorId, scope.visitorId)]),
  ];
  return own.length === 0 ? sql`0` : and(isNull(tickets.deletedAt), or(...own));
};
