import type { Actor, StaffActor, StaffRole } from "../actor.ts";
import { actingStaff, actorRef } from "../actor.ts";
import type { Message } from "../tickets/message.ts";
import type { Ticket } from "../tickets/ticket.ts";
import type { Action, DeskAction, MessageAction, TicketAction } from "./actions.ts";
import { ticketActions } from "./actions.ts";
import {
  clientDeskActions,
  keyNeeds,
  ownTicketActions,
  programActions,
  rank,
  staffNeeds,
  staffNeedsForOthers,
  visitorDeskActions,
} from "./roles.ts";
import { inScope, ticketScope } from "./ticket-scope.ts";

/** The part of a ticket that permissions look at. */
export type TicketOwnership = Pick<Ticket, "requesterId" | "visitorId" | "deletedAt">;

/** The part of a message that permissions look at. */
export type MessageOwnership = Pick<Message, "author">;

const isTicketAction = (action: Action): action is TicketAction =>
  (ticketActions as readonly Action[]).includes(action);

const isMessageAction = (action: Action): action is MessageAction => action.startsWith("message.");

const isDeskAction = (action: Action): action is DeskAction => !isTicketAction(action) && !isMessageAction(action);

const reaches = (staff: StaffActor, needed: StaffRole | null): boolean =>
  needed !== null && rank[staff.role] >= rank[needed];

const staffMay = (staff: StaffActor, action: Action): boolean => reaches(staff, staffNeeds[action]);

/** What they wrote stays as it is: nothing is done with messages. */
const clientMay = (action: Action, onDesk: ReadonlySet<DeskAction>): boolean => {
  if (isMessageAction(action)) return false;
  return isTicketAction(action) ? ownTicketActions.has(action) : onDesk.has(action);
};

const roleAllows = (actor: Actor, action: Action): boolean => {
  switch (actor.kind) {
    case "anonymous":
      return false;
    case "visitor":
      return clientMay(action, visitorDeskActions);
    case "client":
      return clientMay(action, clientDeskActions);
    case "staff":
      return staffMay(actor, action);
    case "key": {
      const scope = keyNeeds[action];
      if (scope === undefined || !actor.scopes.includes(scope)) return false;
      if (isDeskAction(action) && programActions.has(action)) return true;
      if (actor.onBehalfOf !== null) return staffMay(actor.onBehalfOf, action);
      return scope !== "chat" && action !== "ticket.claim" && staffNeeds[action] === "agent";
    }
    case "system":
      return action !== "ticket.claim";
  }
};

/** A message is its author's; what the staff wrote is in part others' too, what clients wrote is not. */
const authorAllows = (actor: Actor, action: MessageAction, { author }: MessageOwnership): boolean => {
  if (actor.kind === "anonymous") return false;
  const { kind, id } = actorRef(actor);
  if (kind === author.kind && id === author.id) return true;
  if (author.kind === "client" || author.kind === "visitor") return false;
  const staff = actingStaff(actor);
  return staff !== null && reaches(staff, staffNeedsForOthers[action]);
};

/**
 * Whether this actor may do this thing: the only place where it is decided. Ticket actions need the
 * ticket; a ticket outside the actor's scope allows nothing. Message actions need the message, too.
 */
export function can(
  actor: Actor,
  action: TicketAction | MessageAction,
  ticket: TicketOwnership,
  message: MessageOwnership | null,
): boolean;
export function can(actor: Actor, action: TicketAction, ticket: TicketOwnership): boolean;
export function can(actor: Actor, action: DeskAction): boolean;
export function can(
  actor: Actor,
  action: Action,
  ticket?: TicketOwnership,
  message: MessageOwnership | null = null,
): boolean {
  if (!roleAllows(actor, action)) return false;
  if (isDeskAction(action)) return true;
  if (isMessageAction(action) && (message === null || !authorAllows(actor, action, message))) return false;
  return ticket !== undefined && inScope(ticketScope(actor), ticket);
}
