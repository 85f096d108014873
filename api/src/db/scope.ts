import type { Id } from "@docket/core/ids";
import type { TicketScope } from "@docket/core/permissions/ticket-scope";
import type { SQL } from "drizzle-orm";
import { and, eq, isNull, notInArray, or, sql } from "drizzle-orm";
import { tickets } from "./schema/tickets.ts";

const ofSession = (id: Id<"visitor">, shut: readonly Id<"person">[]): SQL | undefined =>
  and(eq(tickets.visitorId, id), shut.length === 0 ? undefined : notInArray(tickets.requesterId, [...shut]));

/** The scope of an actor as a condition on `tickets`. */
export const scopeCondition = (scope: TicketScope): SQL | undefined => {
  if (scope.kind === "none") return sql`0`;
  if (scope.kind === "all") return isNull(tickets.deletedAt);
  const own = [
    ...(scope.requesterId === null ? [] : [eq(tickets.requesterId, scope.requesterId)]),
    ...(scope.visitorId === null ? [] : [ofSession(scope.visitorId, scope.shut)]),
  ];
  return own.length === 0 ? sql`0` : and(isNull(tickets.deletedAt), or(...own));
};
