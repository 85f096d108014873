import type { Actor } from "@docket/core/actor";
import { speaksForStaff } from "@docket/core/actor";
import type { TicketSummary, TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { allowedActions, nextStatuses } from "@docket/core/permissions/allowed-actions";
import type { Ticket } from "@docket/core/tickets/ticket";
import type { Reachable } from "@docket/core/tickets/reach";
import { unreached } from "@docket/core/tickets/reach";
import { stageOf } from "@docket/core/tickets/transitions";
import { toIso, toIsoOrNull } from "@docket/core/time";
import { shownEmail } from "@docket/core/text/email-address";
import { withoutCredentials } from "@docket/core/text/web-address";
import type { Call } from "../context.ts";

/** The people that a ticket names. */
export interface TicketPeople {
  readonly requester: Reachable & { readonly id: Id<"person">; readonly name: string };
  readonly assignee: { readonly name: string } | null;
}

/** What a view shows beside the ticket itself. */
export interface TicketBeside extends TicketPeople {
  /** How many messages of it this reader has not read. */
  readonly unread: number;
}

/**
 * The requester for this reader. Whoever only typed an address learns nothing of the person whom the desk
 * knows by it: not the name, and not the id, which would tell since when.
 */
export const viewRequester = (
  reader: Actor,
  { id, name, email }: Pick<TicketPeople["requester"], "id" | "name" | "email">,
) =>
  speaksForStaff(reader) || (reader.kind === "client" && reader.id === id)
    ? { id, name, email: shownEmail(email) }
    : { id: null, name: shownEmail(email), email: shownEmail(email) };

/** Which state of the ticket this reader has before them: for clients what happens between the staff changes nothing. */
export const versionFor = (reader: Actor, ticket: Ticket) =>
  speaksForStaff(reader)
    ? { version: ticket.version, updatedAt: ticket.updatedAt }
    : { version: ticket.publicVersion, updatedAt: ticket.publicUpdatedAt };

/** What depends on when somebody looks. */
export const momentOf = ({ services: { clock, config } }: Call) => ({
  now: clock.now(),
  reopenWindow: config.reopenWindow,
});

/** A ticket in a list, as this caller may see it, with what they may do. */
export const viewSummary = (call: Call, ticket: Ticket, beside: TicketBeside): TicketSummary => {
  const { actor } = call;
  const moment = momentOf(call);
  const { version, updatedAt } = versionFor(actor, ticket);
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    category: ticket.category,
    priority: ticket.priority,
    status: ticket.status,
    stage: stageOf(ticket.status),
    tags: speaksForStaff(actor) ? [...ticket.tags] : [],
    source: ticket.source,
    requester: {
      ...viewRequester(actor, beside.requester),
      emailProven: ticket.emailProven,
      unreached: speaksForStaff(actor) ? unreached(beside.requester, ticket) : null,
    },
    assignee:
      ticket.assigneeId !== null && beside.assignee
        ? { id: speaksForStaff(actor) ? ticket.assigneeId : null, name: beside.assignee.name }
        : null,
    createdAt: toIso(ticket.createdAt),
    updatedAt: toIso(updatedAt),
    firstRespondedAt: toIsoOrNull(ticket.firstRespondedAt),
    resolvedAt: toIsoOrNull(ticket.resolvedAt),
    closedAt: toIsoOrNull(ticket.closedAt),
    unread: beside.unread,
    version,
    can: [...allowedActions(actor, ticket, moment)],
    nextStatuses: [...nextStatuses(actor, ticket, moment)],
  };
};

/** Older ones were kept as they came. */
const originOf = ({ origin }: Ticket) => origin && { ...origin, url: withoutCredentials(origin.url) };

export const viewTicket = (call: Call, ticket: Ticket, beside: TicketBeside): TicketView => ({
  ...viewSummary(call, ticket, beside),
  description: ticket.description,
  followUpOf: ticket.followUpOf,
  siteId: ticket.siteId,
  origin: speaksForStaff(call.actor) ? originOf(ticket) : null,
});
