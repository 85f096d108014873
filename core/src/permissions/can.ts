import type { Actor, StaffActor } from "../actor.ts";
import type { Ticket } from "../tickets/ticket.ts";
import type { Action, DeskAction, TicketAction } from "./actions.ts";
import { ticketActions } from "./actions.ts";
import { clientDeskActions, keyNeeds, ownTicketActions, rank, staffNeeds, visitorDeskActions } from "./roles.ts";
import { inScope, ticketScope } from "./ticket-scope.ts";

/** The part of a ticket that permissions look at. */
export type TicketOwnership = Pick<Ticket, "requesterId" | "visitorId" | "deletedAt">;

const isTicketAction = (action: Action): action is TicketAction =>
  (ticketActions as readonly Action[]).includes(action);

const staffMay = (staff: StaffActor, action: Action): boolean => {
  const needed = staffNeeds[action];
  return needed !== null && rank[staff.role] >= rank[needed];
};

const roleAllows = (actor: Actor, action: Action): boolean => {
  switch (actor.kind) {
    case "anonymous":
      return false;
    case "visitor":
      return isTicketAction(action) ? ownTicketActions.has(action) : visitorDeskActions.has(action);
    case "client":
      return isTicketAction(action) ? ownTicketActions.has(action) : clientDeskActions.has(action);
    case "staff":
      return staffMay(actor, action);
    case "key": {
      const scope = keyNeeds[action];
      if (scope === undefined || !actor.scopes.includes(scope)) return false;
      if (actor.onBehalfOf !== null) return staffMay(actor.onBehalfOf, action);
      return action !== "ticket.claim" && staffNeeds[action] === "agent";
    }
    case "system":
      return action !== "ticket.claim";
  }
};

/**
 * Whether this actor may do this thing: the only place where it is decided. Ticket actions need the
 * ticket; a ticket outside the actor's scope allows nothing.
 */
export function can(actor: Actor, action: TicketAction, ticket: TicketOwnership): boolean;
export function can(actor: Actor, action: DeskAction): boolean;
export function can(actor: Actor, action: Action, ticket?: TicketOwnership): boolean {
  if (!roleAllows(actor, action)) return false;
  if (!isTicketAction(action)) return true;
  return ticket !== undefined && inScope(ticketScope(actor), ticket);
}
