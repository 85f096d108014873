import { fieldError } from "@docket/core/field-errors";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageView } from "@docket/core/contract/message";
import type { PersonView } from "@docket/core/contract/person";
import type { TicketView } from "@docket/core/contract/ticket";
import type { ErrorCode } from "@docket/core/errors";
import type { Id } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import { requiredActions } from "@docket/core/permissions/required-actions";
import type { DeleteMessage, EditMessage, TicketCommand } from "@docket/core/tickets/commands";
import { decide, decideOpen } from "@docket/core/tickets/decide";
import { replay } from "@docket/core/tickets/evolve";
import type { Priority, Ticket, TicketOrigin } from "@docket/core/tickets/ticket";
import { toIso } from "@docket/core/time";
import type { FakeOffice } from "./fake-office.ts";
import type { Handlers } from "./fake-staff-desk.ts";
import { reopenWindow, toMessage } from "../fake-ticket.ts";
import { countsOf, listOf } from "./fake-ticket-list.ts";
import type { Kept } from "./fake-ticket-views.ts";
import { entryOf, messageViewOf, viewOf } from "./fake-ticket-views.ts";
import { actorOf, newId, pageOf, Refusal } from "./fake-world.ts";

interface Opened {
  readonly title: string;
  readonly by?: string;
  readonly description?: string;
  readonly category?: string;
  readonly priority?: Priority;
  readonly tags?: readonly string[];
  readonly proven?: boolean;
  readonly minutesAgo?: number;
  readonly origin?: TicketOrigin;
}

const minute = 60_000;

/** The tickets of the fake desk. */
export class FakeTickets {
  readonly categories = [
    { id: "order", name: "Orders" },
    { id: "return", name: "Returns" },
    { id: "other", name: "Everything else" },
  ];
  readonly #kept = new Map<string, Kept>();
  readonly #files = new Map<string, { view: AttachmentView; blob: Blob }>();
  readonly #office: FakeOffice;
  readonly #tell: (id: string, version: number) => void;
  #clock = Date.now() - 3 * 60 * minute;

  constructor(office: FakeOffice, tell: (id: string, version: number) => void) {
    this.#office = office;
    this.#tell = tell;
  }

  /** A client opens a ticket, and whoever listens is told. */
  open({ title, by = "Mia Brandt", proven = true, minutesAgo, ...more }: Opened): Ticket {
    const person = this.#office.personNamed(by);
    const now = minutesAgo === undefined ? this.#now() : Date.now() - minutesAgo * minute;
    const events = decideOpen(
      {
        type: "open",
        ticketId: newId("ticket"),
        title,
        description: more.description ?? "It does not work.",
        category: more.category ?? "order",
        priority: more.priority ?? "normal",
        tags: more.tags ?? [],
        requesterId: person.id,
        visitorId: null,
        siteId: null,
        origin: more.origin ?? null,
        source: "widget",
        emailProven: proven,
        followUpOf: null,
      },
      { actor: actorOf(person), now },
    );
    const ticket = { ...replay(null, events), number: 1001 + this.#kept.size };
    this.#kept.set(ticket.id, { ticket, events: [...events], messages: [] });
    this.#tell(ticket.id, ticket.version);
    return ticket;
  }

  /** Somebody does this to the ticket, and whoever listens is told. */
  act(id: string, by: string, command: TicketCommand): void {
    const kept = this.#find(id, this.#office.personNamed(by));
    this.#do(kept, this.#office.personNamed(by), command);
  }

  /** Somebody writes on the ticket, and whoever listens is told. */
  say(
    id: string,
    by: string,
    body: string,
    kind: "reply" | "note" = "reply",
    more: Partial<MessageView> = {},
  ): MessageView {
    const person = this.#office.personNamed(by);
    return this.#write(this.#find(id, person), person, kind, body, [], more);
  }

  /** Somebody changes what a message says, and whoever listens is told. */
  rewrite({ ticketId, id }: MessageView, by: string, body: string): void {
    const me = this.#office.personNamed(by);
    this.#change({ id: ticketId, messageId: id }, me, { type: "edit_message", messageId: id, body });
  }

  /** Somebody takes a message back, and whoever listens is told. */
  withdraw({ ticketId, id }: MessageView, by: string): void {
    const me = this.#office.personNamed(by);
    this.#change({ id: ticketId, messageId: id }, me, { type: "delete_message", messageId: id });
  }

  messages(id: string): readonly MessageView[] {
    return this.#kept.get(id)?.messages ?? [];
  }

  withNumber(number: number): Ticket {
    const kept = [...this.#kept.values()].find(({ ticket }) => ticket.number === number);
    if (!kept) throw new Error(`there is no ticket #${number}`);
    return kept.ticket;
  }

  readonly handlers: Handlers = {
    "GET /categories": () => ({ items: this.categories }),
    "GET /tickets": ({ me, query }) =>
      pageOf(
        listOf(this.#kept.values(), me, query ?? {}).map((kept) => this.#viewOf(kept, me)),
        query,
      ),
    "GET /tickets/counts": ({ me }) => countsOf(this.#kept.values(), me),
    "POST /tickets": ({ me, body }) => {
      const errors = body.title.trim() ? [] : [fieldError("title", "empty")];
      if (errors.length > 0) throw new Refusal(400, "request.invalid", "Some fields are not right.", { errors });
      const { title, description = "", category } = body;
      return this.#viewOf(this.#find(this.open({ title, description, category, by: me.name }).id, me), me);
    },
    "GET /tickets/{id}": ({ me, params }) => this.#viewOf(this.#find(params.id, me), me),
    "PATCH /tickets/{id}": ({ me, params, body, ifMatch }) => {
      const kept = this.#find(params.id, me);
      if (ifMatch !== null && ifMatch !== kept.ticket.version) {
        throw new Refusal(409, "ticket.stale_version", "The ticket has changed meanwhile.");
      }
      return this.#do(kept, me, { type: "update", ...body });
    },
    "DELETE /tickets/{id}": ({ me, params }) => {
      this.#do(this.#find(params.id, me), me, { type: "delete" });
    },
    "POST /tickets/{id}/claim": ({ me, params }) => this.#do(this.#find(params.id, me), me, { type: "claim" }),
    "PUT /tickets/{id}/assignee": ({ me, params, body }) =>
      this.#do(this.#find(params.id, me), me, { type: "assign", assigneeId: body.assigneeId as Id<"person"> }),
    "DELETE /tickets/{id}/assignee": ({ me, params }) => this.#do(this.#find(params.id, me), me, { type: "unassign" }),
    "PUT /tickets/{id}/status": ({ me, params, body }) =>
      this.#do(this.#find(params.id, me), me, { type: "change_status", status: body.status }),
    "POST /tickets/{id}/resolve": ({ me, params }) => this.#do(this.#find(params.id, me), me, { type: "resolve" }),
    "POST /tickets/{id}/close": ({ me, params }) => this.#do(this.#find(params.id, me), me, { type: "close" }),
    "POST /tickets/{id}/reopen": ({ me, params }) => this.#do(this.#find(params.id, me), me, { type: "reopen" }),
    "POST /tickets/{id}/cancel": ({ me, params }) => this.#do(this.#find(params.id, me), me, { type: "cancel" }),
    "POST /tickets/{id}/replies": (call) => this.#post(call, "reply"),
    "POST /tickets/{id}/notes": (call) => this.#post(call, "note"),
    "GET /tickets/{id}/messages": ({ me, params, query }) => {
      const { ticket, messages } = this.#find(params.id, me);
      const readable = me.role === "client" ? messages.filter(({ kind }) => kind === "reply") : messages;
      return pageOf(
        readable.toReversed().map((message) => messageViewOf(message, ticket, me)),
        query,
      );
    },
    "PATCH /tickets/{id}/messages/{messageId}": ({ me, params, body }) =>
      this.#change(params, me, { type: "edit_message", messageId: params.messageId as Id<"message">, body: body.body }),
    "DELETE /tickets/{id}/messages/{messageId}": ({ me, params }) =>
      this.#change(params, me, { type: "delete_message", messageId: params.messageId as Id<"message"> }),
    "GET /tickets/{id}/history": ({ me, params, query }) =>
      pageOf(
        this.#find(params.id, me).events.map((event) => entryOf(event, this.#office)),
        query,
      ),
    "GET /tickets/{id}/attachments": ({ me, params }) => ({
      items: this.#find(params.id, me).messages.flatMap(({ attachments }) => attachments),
    }),
    "POST /attachments": ({ query, body }) => {
      const view = {
        id: newId("attachment"),
        name: query.name,
        contentType: "application/octet-stream",
        size: body.size,
        createdAt: toIso(this.#now()),
      };
      this.#files.set(view.id, { view, blob: body });
      return view;
    },
    "GET /attachments/{id}": ({ params }) => this.#files.get(params.id)?.blob ?? new Blob(),
  };

  #now(): number {
    return (this.#clock += 1000);
  }

  #find(ref: string, me: PersonView): Kept {
    const kept = this.#kept.get(ref) ?? [...this.#kept.values()].find(({ ticket }) => String(ticket.number) === ref);
    if (kept && can(actorOf(me), "ticket.read", kept.ticket)) return kept;
    throw new Refusal(404, "resource.not_found", "There is no such ticket.");
  }

  #do(kept: Kept, me: PersonView, command: TicketCommand): TicketView {
    const actor = actorOf(me);
    const messageId = "messageId" in command ? command.messageId : null;
    const said = kept.messages.find(({ id }) => id === messageId);
    const message = said ? toMessage(said) : null;
    const fileCount = said?.attachments.length ?? 0;
    for (const action of requiredActions(kept.ticket, command)) {
      if (!can(actor, action, kept.ticket, message))
        throw new Refusal(403, "permission.denied", "You may not do this.");
    }
    const assignee = command.type === "assign" ? this.#office.personOf(command.assigneeId) : null;
    const decision = decide(kept.ticket, command, {
      actor,
      now: this.#now(),
      reopenWindow,
      assignee,
      message,
      fileCount,
    });
    if (!decision.ok) throw this.#refusal(decision.error.code, decision.error.detail, kept.ticket);
    kept.ticket = replay(kept.ticket, decision.value);
    kept.events.push(...decision.value);
    if (decision.value.length > 0) this.#tell(kept.ticket.id, kept.ticket.version);
    return this.#viewOf(kept, me);
  }

  #refusal(code: ErrorCode, detail: string, { assigneeId }: Ticket): Refusal {
    if (code !== "ticket.already_claimed" || assigneeId === null) return new Refusal(409, code, detail);
    return new Refusal(409, code, detail, { holder: { id: assigneeId, name: this.#office.personOf(assigneeId).name } });
  }

  #post(
    call: {
      me: PersonView;
      params: { id: string };
      body: { body?: string | undefined; attachmentIds?: readonly string[] | undefined };
    },
    kind: "reply" | "note",
  ) {
    const { me, params, body } = call;
    const kept = this.#find(params.id, me);
    const files = (body.attachmentIds ?? []).flatMap((id) => this.#files.get(id)?.view ?? []);
    const message = messageViewOf(this.#write(kept, me, kind, body.body ?? "", files), kept.ticket, me);
    return { message, ticket: this.#viewOf(kept, me) };
  }

  /** What somebody makes of what they, or others, said. */
  #change(params: { id: string; messageId: string }, me: PersonView, command: EditMessage | DeleteMessage) {
    const kept = this.#find(params.id, me);
    const at = kept.messages.findIndex(({ id }) => id === params.messageId);
    const before = kept.messages[at];
    if (!before) throw new Refusal(404, "resource.not_found", "There is no such message.");
    const ticket = this.#do(kept, me, command);
    const changes =
      command.type === "edit_message"
        ? { body: command.body, editedAt: toIso(this.#clock) }
        : { body: "", attachments: [], deletedAt: toIso(this.#clock) };
    const after = { ...before, ...changes };
    kept.messages[at] = after;
    return { message: messageViewOf(after, kept.ticket, me), ticket };
  }

  #write(
    kept: Kept,
    person: PersonView,
    kind: "reply" | "note",
    body: string,
    attachments: AttachmentView[],
    more: Partial<MessageView> = {},
  ): MessageView {
    const isStaff = person.role !== "client";
    const message: MessageView = {
      id: newId("message"),
      ticketId: kept.ticket.id,
      seq: kept.ticket.version + 1,
      kind,
      source: isStaff ? "dashboard" : "widget",
      author: { kind: isStaff ? "staff" : "client", id: person.id, name: person.name },
      via: null,
      body,
      attachments,
      delivery: isStaff && kind === "reply" ? "sent" : "none",
      createdAt: toIso(this.#now()),
      editedAt: null,
      deletedAt: null,
      can: [],
      ...more,
    };
    kept.messages.push(message);
    this.#do(kept, person, { type: kind, messageId: message.id });
    return message;
  }

  #viewOf(kept: Kept, me: PersonView): TicketView {
    return viewOf(kept, me, this.#office);
  }
}
