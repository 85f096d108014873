import type { HistoryEntry } from "@docket/core/contract/history";
import type { MessageView } from "@docket/core/contract/message";
import type { PersonView } from "@docket/core/contract/person";
import type { TicketView } from "@docket/core/contract/ticket";
import { allowedActions, allowedDeeds, nextStatuses } from "@docket/core/permissions/allowed-actions";
import type { TicketEvent } from "@docket/core/tickets/events";
import { unreached } from "@docket/core/tickets/reach";
import type { Ticket } from "@docket/core/tickets/ticket";
import { stageOf } from "@docket/core/tickets/transitions";
import { toIso, toIsoOrNull } from "@docket/core/time";
import { reopenWindow, toMessage } from "../fake-ticket.ts";
import type { FakeOffice } from "./fake-office.ts";
import { actorOf } from "./fake-world.ts";

/** A ticket as the fake desk keeps it. */
export interface Kept {
  ticket: Ticket;
  readonly events: TicketEvent[];
  readonly messages: MessageView[];
}

/** A ticket as this person may see it. */
export const viewOf = ({ ticket }: Kept, me: PersonView, office: FakeOffice): TicketView => {
  const moment = { now: ticket.updatedAt, reopenWindow };
  const requester = office.personOf(ticket.requesterId);
  const assignee = ticket.assigneeId && office.people.find(({ id }) => id === ticket.assigneeId);
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    description: ticket.description,
    category: ticket.category,
    priority: ticket.priority,
    status: ticket.status,
    stage: stageOf(ticket.status),
    tags: me.role === "client" ? [] : [...ticket.tags],
    source: ticket.source,
    requester: {
      id: requester.id,
      name: requester.name,
      email: requester.email,
      emailProven: ticket.emailProven,
      unreached: unreached({ ...requester, isDisowned: false }, ticket),
    },
    assignee: assignee ? { id: assignee.id, name: assignee.name } : null,
    createdAt: toIso(ticket.createdAt),
    updatedAt: toIso(ticket.updatedAt),
    firstRespondedAt: toIsoOrNull(ticket.firstRespondedAt),
    resolvedAt: toIsoOrNull(ticket.resolvedAt),
    closedAt: toIsoOrNull(ticket.closedAt),
    unread: 0,
    version: ticket.version,
    can: [...allowedActions(actorOf(me), ticket, moment)],
    nextStatuses: [...nextStatuses(actorOf(me), ticket, moment)],
    followUpOf: null,
    siteId: null,
    origin: me.role === "client" ? null : ticket.origin,
  };
};

/** A message, and what this person may do with it. */
export const messageViewOf = (message: MessageView, ticket: Ticket, me: PersonView): MessageView => {
  const moment = { now: ticket.updatedAt, reopenWindow };
  return { ...message, can: [...allowedDeeds(actorOf(me), ticket, toMessage(message), moment)] };
};

/** A value of the history as people read it: the name of an assignee, tags side by side. */
const textOf = (field: string, value: unknown, office: FakeOffice): string | null => {
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value !== "string") return null;
  return field === "assignee" ? office.personOf(value).name : value;
};

/** An event as the history shows it. */
export const entryOf = ({ seq, type, at, actor, data }: TicketEvent, office: FakeOffice): HistoryEntry => {
  const person = office.people.find(({ id }) => id === actor.id);
  const changes = Object.entries(data).flatMap(([name, change]: [string, unknown]) => {
    if (typeof change !== "object" || change === null || !("from" in change) || !("to" in change)) return [];
    const field = name === "assigneeId" ? "assignee" : name;
    const text = (value: unknown): string | null => textOf(field, value, office);
    return change.from === change.to ? [] : [{ field, from: text(change.from), to: text(change.to) }];
  });
  return {
    seq,
    type,
    at: toIso(at),
    actor: { kind: person?.role === "client" ? "client" : "staff", id: actor.id, name: person?.name ?? "Docket" },
    via: null,
    messageId: "messageId" in data ? data.messageId : null,
    changes,
  };
};
