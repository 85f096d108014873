import type { Actor, AnonymousActor, Role } from "../actor.ts";
import { actingStaff, actorRef, isStaffRole, speaksForStaff } from "../actor.ts";
import type { DomainError } from "../errors.ts";
import { domainError } from "../errors.ts";
import { fieldError } from "../field-errors.ts";
import type { Id } from "../ids.ts";
import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";
import type { Ms } from "../time.ts";
import type {
  AddMessage,
  AssignTicket,
  ChangeStatus,
  DeleteMessage,
  EditMessage,
  OpenTicket,
  TicketCommand,
  UpdateTicket,
} from "./commands.ts";
import type { TicketEvent, TicketEventData, TicketEventType, UpdatedData } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { Message } from "./message.ts";
import type { Status, Ticket } from "./ticket.ts";
import { isLegal, isOpen, isReopening, restingStatus } from "./transitions.ts";

/** What a decision depends on beside the ticket: who, when, and what was looked up. */
export interface Facts {
  readonly actor: Exclude<Actor, AnonymousActor>;
  readonly now: Ms;
  /** How long after closing a ticket may be reopened. */
  readonly reopenWindow: Ms;
  /** The person to assign, when the command names one and there is such a person. */
  readonly assignee?: { readonly id: Id<"person">; readonly role: Role; readonly active: boolean } | null;
  /** The message to change, when the command names one and the ticket has it. */
  readonly message?: Message | null;
  /** How many files stand with the words that the command changes: those of a message, or of the description. */
  readonly fileCount?: number;
}

type Decision = Result<readonly TicketEvent[], DomainError>;

/** Collects the events of one command; each is applied before the next is decided. */
class Draft {
  readonly events: TicketEvent[] = [];
  ticket: Ticket;
  readonly #facts: Facts;

  constructor(ticket: Ticket, facts: Facts) {
    this.ticket = ticket;
    this.#facts = facts;
  }

  add<T extends TicketEventType>(type: T, data: TicketEventData[T]): this {
    const event = {
      type,
      ticketId: this.ticket.id,
      seq: this.ticket.version + 1,
      at: this.#facts.now,
      actor: actorRef(this.#facts.actor),
      data,
    } as TicketEvent;
    this.events.push(event);
    this.ticket = evolve(this.ticket, event);
    return this;
  }

  done(): Decision {
    return ok(this.events);
  }
}

const illegal = ({ status }: Ticket, wish: string): Decision => {
  const first = wish === wishes.closed && isOpen(status) ? " Resolve it first." : "";
  const refusal = `A ticket that is ${status.replace("_", " ")} cannot be ${wish}.${first}`;
  return err(domainError("ticket.invalid_transition", refusal));
};

/** Words may go where files stay: what has neither says nothing. */
const saysNothing = (field: "body" | "description"): Decision =>
  err(domainError("request.invalid", "Some fields are not right.", [fieldError(field, "empty_message")]));

const unique = (tags: readonly string[]): readonly string[] => [...new Set(tags)];

/** A new ticket has `new` as its status and this one event. */
export const decideOpen = (command: OpenTicket, facts: Pick<Facts, "actor" | "now">): readonly TicketEvent[] => {
  const { type: _, ticketId, tags, ...data } = command;
  return [
    {
      type: "ticket.created",
      ticketId,
      seq: 1,
      at: facts.now,
      actor: actorRef(facts.actor),
      data: { ...data, tags: unique(tags), number: 0 },
    },
  ];
};

/**
 * What happens when this actor does this to this ticket: the events, none when nothing would change,
 * or the reason why it cannot be. Whether the actor may is `can`'s question, not this one's.
 */
export const decide = (ticket: Ticket, command: TicketCommand, facts: Facts): Decision => {
  switch (command.type) {
    case "update":
      return update(ticket, command, facts);
    case "claim":
      return claim(ticket, facts);
    case "assign":
      return assign(ticket, command, facts);
    case "unassign":
      return unassign(ticket, facts);
    case "change_status":
      return changeStatus(ticket, command, facts);
    case "resolve":
      return changeStatus(ticket, { type: "change_status", status: "resolved" }, facts);
    case "close":
      return changeStatus(ticket, { type: "change_status", status: "closed" }, facts);
    case "cancel":
      return changeStatus(ticket, { type: "change_status", status: "cancelled" }, facts);
    case "reopen":
      return reopen(ticket, facts);
    case "reply":
      return reply(ticket, command, facts);
    case "note":
      return new Draft(ticket, facts).add("ticket.noted", { messageId: command.messageId }).done();
    case "edit_message":
      return editMessage(ticket, command, facts);
    case "delete_message":
      return deleteMessage(ticket, command, facts);
    case "delete":
      return new Draft(ticket, facts).add("ticket.deleted", {}).done();
  }
};

/** Neither list names a tag twice; their order does not matter. */
const sameTags = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((tag) => b.includes(tag));

const update = (ticket: Ticket, command: UpdateTicket, facts: Facts): Decision => {
  if (!speaksForStaff(facts.actor) && !isOpen(ticket.status)) return illegal(ticket, "edited");
  if (command.description === "" && !facts.fileCount) return saysNothing("description");
  const fields = ["title", "description", "category", "priority"] as const;
  const changed = fields.filter((field) => command[field] !== undefined && command[field] !== ticket[field]);
  const draft = new Draft(ticket, facts);
  if (changed.length > 0) {
    const changes = changed.map((field) => [field, { from: ticket[field], to: command[field] }]);
    draft.add("ticket.updated", Object.fromEntries(changes) as UpdatedData);
  }
  const tags = unique(command.tags ?? ticket.tags);
  if (!sameTags(ticket.tags, tags)) {
    draft.add("ticket.tagged", { tags: { from: ticket.tags, to: tags } });
  }
  return draft.done();
};

const giveTo = (draft: Draft, assigneeId: Id<"person">): Draft => {
  const { assigneeId: from, status } = draft.ticket;
  return draft.add("ticket.assigned", {
    assigneeId: { from, to: assigneeId },
    status: { from: status, to: status === "new" ? "assigned" : status },
  });
};

const claim = (ticket: Ticket, facts: Facts): Decision => {
  const staff = actingStaff(facts.actor);
  if (staff === null) return err(domainError("permission.denied", "Only a member of the staff can claim a ticket."));
  if (ticket.assigneeId === staff.id) return ok([]);
  if (ticket.assigneeId !== null) {
    return err({
      ...domainError("ticket.already_claimed", "Somebody else has this ticket."),
      holderId: ticket.assigneeId,
    });
  }
  if (!isOpen(ticket.status)) return illegal(ticket, "claimed");
  return giveTo(new Draft(ticket, facts), staff.id).done();
};

const assign = (ticket: Ticket, command: AssignTicket, facts: Facts): Decision => {
  const { assignee } = facts;
  if (!assignee || assignee.id !== command.assigneeId || !assignee.active || !isStaffRole(assignee.role)) {
    const detail = "This is not an active member of the staff.";
    return err(domainError("ticket.invalid_assignee", detail, [fieldError("assigneeId", "not_staff")]));
  }
  if (ticket.assigneeId === command.assigneeId) return ok([]);
  if (!isOpen(ticket.status)) return illegal(ticket, "assigned");
  return giveTo(new Draft(ticket, facts), command.assigneeId).done();
};

const unassign = (ticket: Ticket, facts: Facts): Decision => {
  if (ticket.assigneeId === null) return ok([]);
  if (!isOpen(ticket.status)) return illegal(ticket, "unassigned");
  return new Draft(ticket, facts)
    .add("ticket.unassigned", {
      assigneeId: { from: ticket.assigneeId, to: null },
      status: { from: ticket.status, to: ticket.status === "assigned" ? "new" : ticket.status },
    })
    .done();
};

/** `new` means that nobody has it, `assigned` that somebody has. */
const fits = (status: Status, assigneeId: string | null): boolean =>
  !(status === "new" && assigneeId !== null) && !(status === "assigned" && assigneeId === null);

const eventFor = (from: Status, to: Status) => {
  if (isReopening(from, to)) return "ticket.reopened";
  if (to === "resolved") return "ticket.resolved";
  if (to === "closed") return "ticket.closed";
  if (to === "cancelled") return "ticket.cancelled";
  return "ticket.status_changed";
};

const wishes: Readonly<Record<Status, string>> = {
  new: "put back in the queue",
  assigned: "set to assigned",
  in_progress: "set to in progress",
  waiting: "set to waiting",
  resolved: "resolved",
  closed: "closed",
  cancelled: "cancelled",
};

const changeStatus = (ticket: Ticket, { status }: ChangeStatus, facts: Facts): Decision => {
  if (status === ticket.status) return ok([]);
  if (!isLegal(ticket.status, status)) return illegal(ticket, wishes[status]);
  if (!fits(status, ticket.assigneeId)) {
    const detail = status === "new" ? "Unassign the ticket instead." : "Assign the ticket to somebody instead.";
    return err(domainError("ticket.invalid_transition", detail));
  }
  if (isReopening(ticket.status, status) && windowPassed(ticket, facts)) return tooLate();
  return new Draft(ticket, facts)
    .add(eventFor(ticket.status, status), { status: { from: ticket.status, to: status } })
    .done();
};

const windowPassed = (ticket: Ticket, facts: Facts): boolean =>
  ticket.closedAt !== null && facts.now > ticket.closedAt + facts.reopenWindow;

const tooLate = (): Decision =>
  err(
    domainError(
      "ticket.reopen_window_passed",
      "This ticket was closed too long ago to be reopened. Please open a new one that refers to it.",
    ),
  );

const reopen = (ticket: Ticket, facts: Facts): Decision => {
  if (isOpen(ticket.status)) return ok([]);
  const status = restingStatus(ticket.assigneeId);
  if (!isLegal(ticket.status, status)) return illegal(ticket, "reopened");
  return changeStatus(ticket, { type: "change_status", status }, facts);
};

const reply = (ticket: Ticket, command: AddMessage, facts: Facts): Decision => {
  if (ticket.status === "cancelled") return illegal(ticket, "replied to");
  const fromStaff = speaksForStaff(facts.actor);
  if (ticket.status === "closed" && fromStaff) return illegal(ticket, "replied to; reopen it first");
  if (!isOpen(ticket.status) && !fromStaff && windowPassed(ticket, facts)) return tooLate();
  const draft = new Draft(ticket, facts).add("ticket.replied", { messageId: command.messageId, fromStaff });
  return (fromStaff ? afterStaffReply(draft, facts) : afterClientReply(draft)).done();
};

const afterStaffReply = (draft: Draft, facts: Facts): Draft => {
  const staff = actingStaff(facts.actor);
  if (!isOpen(draft.ticket.status)) return draft;
  if (draft.ticket.assigneeId === null && staff !== null) giveTo(draft, staff.id);
  return moveTo(draft, ["new", "assigned"], "in_progress");
};

const afterClientReply = (draft: Draft): Draft =>
  isOpen(draft.ticket.status)
    ? moveTo(draft, ["waiting"], "in_progress")
    : moveTo(draft, ["resolved", "closed"], restingStatus(draft.ticket.assigneeId));

const moveTo = (draft: Draft, from: readonly Status[], to: Status): Draft => {
  const { status } = draft.ticket;
  return from.includes(status) ? draft.add(eventFor(status, to), { status: { from: status, to } }) : draft;
};

const messageOf = ({ message }: Facts, { messageId }: EditMessage | DeleteMessage): Message | null =>
  message?.id === messageId ? message : null;

const noSuchMessage = (): Decision => err(domainError("resource.not_found", "There is no such message."));

/** Where nothing could be said any more, nothing that was said becomes something else. */
const editMessage = (ticket: Ticket, command: EditMessage, facts: Facts): Decision => {
  const message = messageOf(facts, command);
  if (message === null) return noSuchMessage();
  if (message.deletedAt !== null) {
    return err(domainError("ticket.invalid_transition", "A message that was deleted cannot be edited."));
  }
  const { added = [], removed = [] } = command.files ?? {};
  const fileCount = (facts.fileCount ?? 0) + added.length - removed.length;
  if (command.body === "" && fileCount === 0) return saysNothing("body");
  const says = message.body !== command.body || added.length > 0;
  if (!says && removed.length === 0) return ok([]);
  // A file that should not stand there has to go, whatever has become of the ticket.
  if (says && (ticket.status === "cancelled" || (ticket.status === "closed" && message.kind === "reply"))) {
    const detail = `What was said on a ticket that is ${ticket.status} cannot be edited.`;
    return err(domainError("ticket.invalid_transition", detail));
  }
  return new Draft(ticket, facts).add("ticket.message_edited", { messageId: message.id, kind: message.kind }).done();
};

/** Words that should not stand there have to go, whatever has become of the ticket. */
const deleteMessage = (ticket: Ticket, command: DeleteMessage, facts: Facts): Decision => {
  const message = messageOf(facts, command);
  if (message === null) return noSuchMessage();
  if (message.deletedAt !== null) return ok([]);
  return new Draft(ticket, facts).add("ticket.message_deleted", { messageId: message.id, kind: message.kind }).done();
};
