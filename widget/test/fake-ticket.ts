import type { Actor, AnonymousActor } from "@docket/core/actor";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageView } from "@docket/core/contract/message";
import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import type { ErrorCode } from "@docket/core/errors";
import type { Id } from "@docket/core/ids";
import { allowedActions, nextStatuses } from "@docket/core/permissions/allowed-actions";
import type { Message } from "@docket/core/tickets/message";
import type { Ticket } from "@docket/core/tickets/ticket";
import { stageOf } from "@docket/core/tickets/transitions";
import { day, toIso, toIsoOrNull } from "@docket/core/time";

export type Someone = Exclude<Actor, AnonymousActor>;

/** A ticket as the fake desk keeps it. */
export interface KeptTicket {
  ticket: Ticket;
  readonly requester: TicketView["requester"];
  readonly messages: MessageView[];
  readonly files: AttachmentView[];
}

/** An answer that is a problem document. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(status: number, code: ErrorCode, detail: string, more: Partial<Problem> = {}) {
    super(detail);
    this.problem = { type: "about:blank", title: code, status, code, detail, requestId: "req_fake", ...more };
  }
}

export const reopenWindow = 14 * day;
/** The agent who answers. */
export const ada = { id: "per_00000000000000000000000ada" as Id<"person">, name: "Ada Okafor" };

/** The ticket as this actor may see it. */
export const viewOf = ({ ticket, requester }: KeptTicket, actor: Someone): TicketView => {
  const moment = { now: ticket.updatedAt, reopenWindow };
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    description: ticket.description,
    category: ticket.category,
    priority: ticket.priority,
    status: ticket.status,
    stage: stageOf(ticket.status),
    tags: [],
    source: ticket.source,
    requester,
    assignee: ticket.assigneeId === null ? null : ada,
    createdAt: toIso(ticket.createdAt),
    updatedAt: toIso(ticket.updatedAt),
    firstRespondedAt: toIsoOrNull(ticket.firstRespondedAt),
    resolvedAt: toIsoOrNull(ticket.resolvedAt),
    closedAt: toIsoOrNull(ticket.closedAt),
    unread: 0,
    version: ticket.version,
    can: [...allowedActions(actor, ticket, moment)],
    nextStatuses: [...nextStatuses(actor, ticket, moment)],
    followUpOf: null,
    siteId: ticket.siteId,
    origin: null,
  };
};

/** What decisions about a message depend on, as far as its view tells. */
export const toMessage = ({ id, kind, author, body, deletedAt }: MessageView): Message => ({
  id,
  kind,
  author: { kind: author.kind, id: author.id ?? "" },
  body,
  deletedAt: deletedAt === null ? null : Date.parse(deletedAt),
});
