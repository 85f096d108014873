import { fieldError } from "@docket/core/field-errors";
import type { Route, Routes } from "@docket/api/client";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageView } from "@docket/core/contract/message";
import type { Me } from "@docket/core/contract/person";
import type { ProvenSession } from "@docket/core/contract/site";
import type { TicketSummary } from "@docket/core/contract/ticket";
import type { Id, Noun } from "@docket/core/ids";
import { makeId } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import type { TicketCommand } from "@docket/core/tickets/commands";
import { decide, decideOpen } from "@docket/core/tickets/decide";
import { replay } from "@docket/core/tickets/evolve";
import type { Ticket } from "@docket/core/tickets/ticket";
import { day, hour, toIso } from "@docket/core/time";
import { meOf, visitorOf } from "./fake-people.ts";
import { FakeLive } from "./fake-socket.ts";
import type { KeptTicket, Someone } from "./fake-ticket.ts";
import { Refusal, ada, reopenWindow, toMessage, viewOf } from "./fake-ticket.ts";

/** What a request of this route carries. */
export type Body<R extends Route> = Routes[R] extends { body: infer B } ? B : never;

/** The sessions and the tickets of a fake desk, which the real domain decides about. */
export class FakeCases {
  readonly site = "site_0000000000dem0000000000000" as Id<"site">;
  readonly live = new FakeLive();
  readonly uploads = new Map<string, { view: AttachmentView; blob: Blob; owner: string | null }>();
  /** The code that a letter to each address carries. */
  readonly code = "424242";
  readonly #sessions = new Map<string, Someone>();
  readonly #tickets = new Map<string, KeptTicket>();
  readonly #people = new Map<string, { id: Id<"person">; name: string }>();
  #clock = Date.now() - hour;
  #begun = 0;

  get tickets(): readonly Ticket[] {
    return [...this.#tickets.values()].map(({ ticket }) => ticket);
  }

  messages(id: string): readonly MessageView[] {
    return this.kept(id).messages;
  }

  /** Opens a session as if somebody had written before, and gives its token. */
  session(): string {
    const token = `tok_${this.#begun++}`;
    this.#sessions.set(token, { kind: "visitor", id: this.#id("visitor"), siteId: this.site });
    return token;
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  /** Opens a ticket in the session of this token. */
  ticket(token: string, title: string, text = "It does not work.", email = "mia@example.com"): Ticket {
    const actor = this.actor(token);
    return this.open(actor, { title, description: text, category: "order", requester: { name: "Mia Brandt", email } })
      .ticket;
  }

  /** An agent answers, and whoever listens is told. */
  answer(id: string, body: string): MessageView {
    const message = this.say(id, { kind: "staff", id: ada.id, role: "agent" }, body, []);
    this.live.tell({ type: "ticket.changed", id, version: this.kept(id).ticket.version });
    return message;
  }

  /** An agent does this to the ticket, and whoever listens is told. */
  act(id: string, command: TicketCommand): void {
    this.do(id, { kind: "staff", id: ada.id, role: "manager" }, command);
    this.live.tell({ type: "ticket.changed", id, version: this.kept(id).ticket.version });
  }

  /** The agent who answered changes their words, and whoever listens is told. */
  rewrite(said: MessageView, body: string): void {
    const { id: messageId } = said;
    this.#change(said, { type: "edit_message", messageId, body }, (at) => ({ body, editedAt: at }));
  }

  /** The agent who answered takes it back, and whoever listens is told. */
  withdraw(said: MessageView): void {
    const { id: messageId } = said;
    this.#change(said, { type: "delete_message", messageId }, (at) => ({ body: "", attachments: [], deletedAt: at }));
  }

  #change({ ticketId, id }: MessageView, command: TicketCommand, changes: (at: string) => Partial<MessageView>): void {
    const kept = this.kept(ticketId);
    this.do(ticketId, { kind: "staff", id: ada.id, role: "agent" }, command);
    const { updatedAt, version } = kept.ticket;
    const after = kept.messages.map((said) => (said.id === id ? { ...said, ...changes(toIso(updatedAt)) } : said));
    kept.messages.splice(0, after.length, ...after);
    this.live.tell({ type: "ticket.changed", id: ticketId, version });
  }

  #id<N extends Noun>(noun: N): Id<N> {
    return makeId(noun, Date.now(), crypto.getRandomValues(new Uint8Array(16)));
  }

  #now(): number {
    return (this.#clock += 1000);
  }

  protected actor(token: string | null): Someone {
    const actor = token === null ? undefined : this.#sessions.get(token);
    if (!actor) throw new Refusal(401, token ? "auth.invalid_session" : "auth.required", "Please sign in again.");
    return actor;
  }

  protected kept(id: string): KeptTicket {
    const kept = this.#tickets.get(id);
    if (!kept) throw new Refusal(404, "resource.not_found", "There is no such ticket.");
    return kept;
  }

  #person(email: string, name: string): { id: Id<"person">; name: string } {
    const known = this.#people.get(email) ?? { id: this.#id("person"), name };
    this.#people.set(email, known);
    return known;
  }

  protected open(actor: Someone, input: Body<"POST /tickets">): KeptTicket {
    const email = input.requester?.email ?? "mia@example.com";
    const name = input.requester?.name ?? "Mia Brandt";
    const errors = [
      ...(input.title.trim() ? [] : [fieldError("title", "empty")]),
      ...(email.includes(".") ? [] : [fieldError("requester.email", "email")]),
    ];
    if (errors.length > 0) throw new Refusal(400, "request.invalid", "Some fields are not right.", { errors });
    if (actor.kind === "visitor" && !input.requester) throw new Refusal(400, "request.invalid", "Who asks?");
    const person = this.#person(email, name);
    const events = decideOpen(
      {
        type: "open",
        ticketId: this.#id("ticket"),
        title: input.title,
        description: input.description ?? "",
        category: input.category,
        priority: "normal",
        tags: [],
        requesterId: person.id,
        visitorId: actor.kind === "visitor" ? actor.id : null,
        siteId: this.site,
        source: "widget",
        emailProven: actor.kind === "client",
        followUpOf: null,
        origin: null,
      },
      { actor, now: this.#now() },
    );
    const ticket = { ...replay(null, events), number: 1042 + this.#tickets.size };
    const requester = { ...person, email, emailProven: ticket.emailProven, unreached: null };
    const kept: KeptTicket = { ticket, requester, messages: [], files: this.#files(actor, input.attachmentIds) };
    this.#tickets.set(ticket.id, kept);
    return kept;
  }

  protected do(id: string, actor: Someone, command: TicketCommand): void {
    const kept = this.kept(id);
    const messageId = "messageId" in command ? command.messageId : null;
    const message = kept.messages.find((said) => said.id === messageId);
    const decision = decide(kept.ticket, command, {
      actor,
      now: this.#now(),
      reopenWindow,
      assignee: { id: ada.id, role: "agent", active: true },
      message: message ? { ...toMessage(message), author: { kind: "staff", id: ada.id } } : null,
    });
    if (!decision.ok) throw new Refusal(409, decision.error.code, decision.error.detail);
    kept.ticket = replay(kept.ticket, decision.value);
  }

  protected say(id: string, actor: Someone, body: string, attachmentIds: readonly string[]): MessageView {
    const messageId = this.#id("message");
    this.do(id, actor, { type: "reply", messageId });
    const { ticket, messages, requester } = this.kept(id);
    const isStaff = actor.kind === "staff";
    const message: MessageView = {
      id: messageId,
      ticketId: ticket.id,
      seq: ticket.version,
      kind: "reply",
      source: isStaff ? "dashboard" : "widget",
      author: isStaff
        ? { kind: "staff", id: null, name: ada.name }
        : { kind: "client", id: null, name: requester.name },
      via: null,
      body,
      attachments: this.#files(actor, attachmentIds),
      delivery: "none",
      createdAt: toIso(ticket.updatedAt),
      editedAt: null,
      deletedAt: null,
      can: [],
    };
    messages.push(message);
    return message;
  }

  #files(actor: Someone, ids: readonly string[] = []): AttachmentView[] {
    return ids.map((id) => {
      const upload = this.uploads.get(id);
      if (!upload || upload.owner !== visitorOf(actor))
        throw new Refusal(400, "attachment.invalid", "There is no such file.");
      return upload.view;
    });
  }

  protected upload(actor: Someone, name: string, blob: Blob): AttachmentView {
    const id = this.#id("attachment");
    const view = { id, name, contentType: "application/octet-stream", size: blob.size, createdAt: toIso(this.#now()) };
    this.uploads.set(id, { view, blob, owner: visitorOf(actor) });
    return view;
  }

  protected prove(token: string | null, { email, code }: Body<"POST /widget/session/verify">): ProvenSession {
    this.actor(token);
    if (code !== this.code) throw new Refusal(400, "auth.invalid_code", "This code is not right, or it is too old.");
    const next = this.session();
    const visitorId = visitorOf(this.actor(next));
    const client: Someone = { kind: "client", id: this.#person(email, "").id, visitorId, siteId: this.site };
    this.#sessions.delete(token ?? "");
    this.#sessions.set(next, client);
    return { ...this.me(client), session: { token: next, expiresAt: toIso(Date.now() + 90 * day) } };
  }

  protected me(actor: Someone): Me {
    const [email, person] = [...this.#people].find(([, { id }]) => "id" in actor && id === actor.id) ?? [null, null];
    return meOf(actor, person?.name || null, email);
  }

  protected list(actor: Someone): TicketSummary[] {
    return [...this.#tickets.values()]
      .filter(({ ticket }) => can(actor, "ticket.read", ticket))
      .map((kept) => viewOf(kept, actor))
      .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
      .map(({ description: _description, followUpOf: _followUpOf, siteId: _siteId, ...summary }) => summary);
  }
}
