import type { Actor } from "../actor.ts";
import type { Id } from "../ids.ts";
import type { TicketOwnership } from "./can.ts";

/** Which tickets an actor may see, as data: the database turns it into SQL. Deleted tickets are never in it. */
export type TicketScope =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | {
      readonly kind: "own";
      readonly requesterId: Id<"person"> | null;
      readonly visitorId: Id<"visitor"> | null;
      /** Whose tickets a session that only typed their address does not see. */
      readonly shut: readonly Id<"person">[];
    };

export const ticketScope = (actor: Actor): TicketScope => {
  switch (actor.kind) {
    case "anonymous":
      return { kind: "none" };
    case "visitor":
      return { kind: "own", requesterId: null, visitorId: actor.id, shut: actor.shut ?? [] };
    case "client":
      return { kind: "own", requesterId: actor.id, visitorId: actor.visitorId, shut: [] };
    case "key":
      return actor.scopes.includes("tickets:read") ? { kind: "all" } : { kind: "none" };
    case "staff":
    case "system":
      return { kind: "all" };
  }
};

/** The scope asked of one ticket. */
export const inScope = (scope: TicketScope, ticket: TicketOwnership): boolean => {
  if (ticket.deletedAt !== null || scope.kind === "none") return false;
  if (scope.kind === "all") return true;
  return (
    (scope.requesterId !== null && ticket.requesterId === scope.requesterId) ||
    (scope.visitorId !== null && ticket.visitorId === scope.visitorId && !scope.shut.includes(ticket.requesterId))
  );
};
