import { actorRef } from "@docket/core/actor";
import type { MessageWritten } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import { requiredActions } from "@docket/core/permissions/required-actions";
import type { TicketCommand } from "@docket/core/tickets/commands";
import { isForClient } from "@docket/core/tickets/audience";
import { effects } from "@docket/core/tickets/effects";
import type { TicketEvent } from "@docket/core/tickets/events";
import { decide } from "@docket/core/tickets/decide";
import { replay } from "@docket/core/tickets/evolve";
import { unreached } from "@docket/core/tickets/reach";
import type { Ticket } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";
import { fieldError } from "@docket/core/field-errors";
import type { AttachmentRow } from "../attachments/bind.ts";
import { checkBindable, link } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { dropDone } from "../drafts/store.ts";
import { ProblemError, denied, problem } from "../http/problem.ts";
import { readerOf } from "../read-marks/reader.ts";
import { markRead } from "../read-marks/store.ts";
import type { Owed } from "../outbox/owe.ts";
import type { NamedMessage } from "./message-row.ts";
import { toMessage } from "./message-row.ts";
import type { FilesAfter } from "./message-store.ts";
import { rewrite } from "./message-store.ts";
import { viewMessage } from "./message-view.ts";
import type { Loaded } from "./change-query.ts";
import { loadForChange, newFileIds } from "./change-query.ts";
import type { TicketRef } from "./ref-query.ts";
import { untilCommitted } from "./retry.ts";
import { sourceOf } from "./source.ts";
import type { Commit } from "./store.ts";
import { commit } from "./store.ts";
import type { TicketBeside, TicketPeople } from "./view.ts";
import { versionFor, viewTicket } from "./view.ts";

/** How a change is asked for, beside the command itself. */
export interface Change {
  readonly ref: TicketRef;
  readonly command: TicketCommand;
  /** The words and the files of a reply or a note. */
  readonly message?: { readonly body: string; readonly attachmentIds: readonly Id<"attachment">[] };
  /** What is written with a new message because of where it comes from. */
  readonly from?: (message: { readonly id: Id<"message">; readonly seq: number }) => Pick<Commit, "origin" | "rest">;
  /** What is written with a message that is changed. */
  readonly beside?: NonNullable<Commit["rest"]>;
}

/** What a change came to. */
export interface Changed {
  readonly ticket: Ticket;
  readonly people: TicketBeside;
  /** The message that was written or changed, with its files; null when the change is about none. */
  readonly message: MessageWritten["message"] | null;
}

const authorize = (call: Call, { ticket, message }: Loaded, command: TicketCommand): void => {
  const said = message && toMessage(message);
  if (!requiredActions(ticket, command).every((action) => can(call.actor, action, ticket, said))) throw denied();
};

const checkFresh = ({ ifMatch, actor }: Call, ticket: Ticket): void => {
  if (ifMatch === null || ifMatch === versionFor(actor, ticket).version) return;
  throw problem(
    "ticket.stale_version",
    "Somebody changed this ticket in the meantime. Look at it again, then repeat your change.",
  );
};

const checkCategory = (loaded: Loaded): void => {
  if (loaded.categoryKnown) return;
  throw problem("category.unknown", "There is no such category.", [fieldError("category", "unknown_category")]);
};

/** The people that the ticket names after the change: the new assignee is the caller or was looked up. */
const peopleAfter = (call: Call, loaded: Loaded, after: Ticket): TicketBeside => {
  const { assigneeId } = after;
  if (assigneeId === loaded.ticket.assigneeId) return loaded.people;
  const name = assigneeId === call.identity?.id ? call.identity?.name : loaded.assigneeName;
  return { ...loaded.people, assignee: assigneeId === null ? null : { name: name ?? "" } };
};

/** A ticket that comes back to somebody who left goes on to the queue, where somebody sees it. */
const owedBeside = ({ ticket: before, holderLeft }: Loaded, after: Ticket): Owed[] =>
  holderLeft && after.assigneeId !== null && after.assigneeId === before.assigneeId && isOpen(after.status)
    ? [{ type: "people.release_tickets", personId: after.assigneeId }]
    : [];

/** Authorises, decides and commits what was loaded for; null when somebody else was faster. */
export const carryOut = async (call: Call, change: Change, loaded: Loaded): Promise<Changed | null> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { command } = change;
  authorize(call, loaded, command);
  checkFresh(call, loaded.ticket);
  checkCategory(loaded);
  checkBindable(newFileIds(change), loaded.newFiles);
  const decision = decide(loaded.ticket, command, {
    actor,
    now: Math.max(services.clock.now(), loaded.ticket.updatedAt),
    reopenWindow: services.config.reopenWindow,
    assignee: loaded.assignee ?? null,
    message: loaded.message && toMessage(loaded.message),
    fileCount: loaded.files.length,
  });
  if (!decision.ok) throw withHolder(decision.error, loaded.people);
  const events = decision.value;
  const ticket = replay(loaded.ticket, events);
  if (events.length === 0)
    return { ticket, people: loaded.people, message: viewOf(call, loaded, loaded.message, loaded.files, ticket) };
  const message = messageRow(call, change, loaded, ticket, events);
  const changed = loaded.message && messageAfter(loaded.message, command, events);
  const files = filesAfter(loaded, command);
  const reader = readerOf(actor);
  const from = (message && change.from?.(message)) ?? {};
  const number = await commit(call, {
    events,
    previous: loaded.ticket,
    ticket,
    ...(message ? { message } : {}),
    ...(message && loaded.newFiles.length > 0
      ? { links: link(services.db, loaded.newFiles, ticket.id, message.id) }
      : {}),
    ...from,
    rest: [
      ...(changed ? [...rewrite(services.db, changed, files), ...(change.beside ?? [])] : []),
      ...(from.rest ?? []),
      ...(message && reader ? [markRead(services.db, reader, ticket.id, placeOf(message, loaded.ticket))] : []),
      ...events.flatMap((event) => dropDone(services.db, actor, event)),
    ],
    owed: owedBeside(loaded, ticket),
    result: { ticketId: ticket.id, messageId: message?.id ?? null },
  });
  if (number === null) return null;
  const named = peopleAfter(call, loaded, ticket);
  const people = message && reader ? { ...named, unread: 0 } : named;
  const said = message
    ? { ...message, name: call.identity?.name ?? null, writtenBy: actorRef(actor), keyName: loaded.keyName }
    : changed;
  return { ticket, people, message: viewOf(call, loaded, said, [...files.kept, ...files.added], ticket) };
};

const viewOf = (
  call: Call,
  { people }: Loaded,
  message: NamedMessage | null,
  files: readonly AttachmentRow[],
  ticket: Ticket,
) => message && viewMessage(call, message, message.deletedAt === null ? files : [], ticket, people);

/** What becomes of the files of a message. */
const filesAfter = ({ files, newFiles }: Loaded, command: TicketCommand): FilesAfter => {
  const removed = command.type === "edit_message" ? (command.files?.removed ?? []) : [];
  return { kept: files.filter(({ id }) => !removed.includes(id)), added: newFiles, removed };
};

const withHolder = (error: ProblemError["error"], { assignee }: TicketPeople): ProblemError => {
  if (error.code !== "ticket.already_claimed" || error.holderId === undefined) return new ProblemError(error);
  const name = assignee?.name ?? "Somebody";
  return new ProblemError({ ...error, detail: `${name} has this ticket.` }, { holder: { id: error.holderId, name } });
};

/** How far whoever writes has read: up to what they say. */
const placeOf = ({ publicSeq }: { readonly publicSeq: number | null }, before: Ticket): number =>
  publicSeq ?? before.publicVersion;

/** To whom it is said. */
const addresseeOf = (event: TicketEvent) =>
  event.type === "ticket.replied" ? (event.data.fromStaff ? ("client" as const) : ("staff" as const)) : null;

/** The message of a reply or a note; its letter, if there is one, waits to be sent. */
const messageRow = (
  call: Call,
  { command, message }: Change,
  { ticket: previous, people }: Loaded,
  ticket: Ticket,
  events: readonly TicketEvent[],
) => {
  const event = events[0];
  if (!message || !event || (command.type !== "reply" && command.type !== "note")) return null;
  const { actor } = call;
  const author = event.actor;
  const hasLetter = effects(ticket, events).some((effect) => effect.type === "email.send_update");
  return {
    id: command.messageId,
    ticketId: ticket.id,
    seq: event.seq,
    publicSeq: isForClient(event) ? previous.publicVersion + 1 : null,
    kind: command.type,
    source: sourceOf(actor),
    authorKind: author.kind,
    authorId: author.id,
    body: message.body,
    addressee: addresseeOf(event),
    delivery: hasLetter && unreached(people.requester, ticket) === null ? ("queued" as const) : ("none" as const),
    createdAt: event.at,
    editedAt: null,
    deletedAt: null,
  };
};

/** A message after somebody changed it. */
const messageAfter = (message: NamedMessage, command: TicketCommand, events: readonly TicketEvent[]): NamedMessage => {
  const at = events[0]?.at ?? null;
  return command.type === "edit_message"
    ? { ...message, body: command.body, editedAt: at }
    : { ...message, body: "", deletedAt: at };
};

/**
 * Carries out a command on a ticket: load, authorise, decide, commit; again while others are faster.
 * A ticket that the caller may not see does not exist (`resource.not_found`); one they may see but not
 * change so is `permission.denied`; the rest is what `decide` says.
 */
export const changeTicket = (call: Call, change: Change): Promise<Changed> =>
  untilCommitted(call, async () => carryOut(call, change, await loadForChange(call, change)));

/** Carries out a command and shows the ticket. */
export const changeAndView = async (call: Call, change: Change): Promise<TicketView> => {
  const { ticket, people } = await changeTicket(call, change);
  return viewTicket(call, ticket, people);
};
