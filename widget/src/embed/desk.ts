import { saysDelayed } from "@docket/core/emails-delayed";
import type { Me } from "@docket/core/contract/person";
import type { WidgetConfig } from "@docket/core/contract/site";
import type { TicketSummary, TicketView } from "@docket/core/contract/ticket";
import { signal } from "@lit-labs/signals";
import { bareEmail } from "./bare-email.ts";
import type { Client } from "../client/api.ts";
import { createClient, isSignedOut, isSwitchedOff, isUnanswered } from "../client/api.ts";
import { Kept } from "../client/kept.ts";
import { Outgoing } from "../client/outgoing.ts";
import { readAll } from "../client/pages.ts";
import type { LiveEvent } from "../client/realtime.ts";
import { Live, liveUrl } from "../client/realtime.ts";
import { Resource } from "../client/resource.ts";
import { sendAll } from "../client/upload.ts";
import { VisitorSession } from "../client/visitor-session.ts";
import type { Composed } from "../elements/composer/composer.ts";
import type { Contact, FilledTicket } from "../elements/ticket-form/ticket-form.ts";
import { explainForeign } from "./foreign-page.ts";
import type { Thread } from "./thread.ts";
import { readThread } from "./thread.ts";

export type View =
  | { readonly name: "start" | "list" | "new" | "restore" }
  | { readonly name: "ticket"; readonly id: string };

/** What the widget takes from the browser; tests hand in their own. */
export interface Platform {
  readonly fetch?: typeof globalThis.fetch;
  readonly socket?: typeof WebSocket;
  readonly storage?: () => Storage;
}

export interface DeskOptions {
  readonly site: string;
  /** The address of the desk without a slash at the end. */
  readonly api: string;
  readonly platform: Platform;
  /** Something happened that the host page may want to know. */
  readonly announce: (name: "ticket-created" | "replied", detail: { readonly id: string }) => void;
}

type Ticket = { readonly id: string };

/** Everything that the widget knows and does for one site: its session, its tickets, and what is shown. */
export class Desk {
  readonly config = new Resource<WidgetConfig>();
  readonly tickets = new Resource<readonly TicketSummary[]>();
  readonly thread = new Resource<Thread>();
  readonly view = signal<View>({ name: "start" });
  /** Whether something new arrived while nobody looked. */
  readonly unread = signal(false);
  /** Whether the conversation was lost because the session ended. */
  readonly ended = signal(false);
  readonly client: Client;
  /** Whether the panel is open, so that news count as seen. */
  watched = false;

  /** Whether an address is being proven, and nobody knows yet what came of it. */
  #isProving = false;
  readonly #me = signal<Me | null>(null);
  readonly #kept: Kept;
  readonly #outgoing = new Map<string, Outgoing<unknown>>();
  readonly #options: DeskOptions;
  readonly #session: VisitorSession;
  readonly #live: Live;

  constructor(options: DeskOptions) {
    const { api, site, platform } = options;
    this.#options = options;
    this.#kept = new Kept(`docket:${site}:`, platform.storage);
    const token = () => this.#session.token;
    const client = createClient({ baseUrl: api, token, ...(platform.fetch ? { fetch: platform.fetch } : {}) });
    const said = new Set<string>();
    this.client = {
      request: (route, ...input) => {
        const shown = token();
        const asked = client.request(route, ...input);
        // Whoever is answered is let in: a site that was switched off is on again.
        void asked.then(
          () => this.#live.wake(),
          () => undefined,
        );
        return asked
          .catch((error: unknown) => explainForeign(error, { api, site, send: platform.fetch, said }))
          .catch((error: unknown) => this.#failed(error, shown));
      },
    };
    this.#session = new VisitorSession(this.#kept, () => client.request("POST /widget/sessions", { body: { site } }));
    this.#live = new Live({ url: liveUrl(api), token, ...(platform.socket ? { socket: platform.socket } : {}) });
    this.#live.subscribe((event) => this.#hear(event));
  }

  get hasSession(): boolean {
    return this.#session.token !== null;
  }

  /** Who writes, when that is known. */
  get contact(): Contact | null {
    const me = this.#me.get();
    if (me?.kind === "client" && me.name && me.email) return { name: me.name, email: me.email };
    return this.#session.contact;
  }

  /** Whether the email address is proven, so that there is nothing to restore. */
  get isProven(): boolean {
    return this.#me.get()?.kind === "client";
  }

  /** Where a person begins: with their tickets, or with the form when there are none. */
  get home(): View {
    return { name: this.tickets.value?.length ? "list" : "new" };
  }

  /** What the form of this name is about to send. */
  outgoing<T>(name: string): Outgoing<T> {
    let outgoing = this.#outgoing.get(name) as Outgoing<T> | undefined;
    if (!outgoing) this.#outgoing.set(name, (outgoing = new Outgoing<T>(this.#kept, name)));
    return outgoing;
  }

  /** Reads what the first view needs; then shows the list, or the form when there is nothing to list. */
  async start(): Promise<void> {
    const { site } = this.#options;
    const config = this.config.load(
      (abort) => this.client.request("GET /widget/config", { query: { site }, signal: abort }),
      () => this.start(),
    );
    await Promise.all([config, this.hasSession ? this.#recognise() : undefined]);
    if (this.view.get().name !== "start" || this.config.error || this.tickets.error) return;
    this.view.set(this.home);
  }

  /** Listens for news; call it again after `stop`. */
  listen(): void {
    if (this.hasSession) this.#live.start();
  }

  stop(): void {
    this.#live.stop();
    for (const outgoing of this.#outgoing.values()) outgoing.stop();
  }

  show(view: View): void {
    this.ended.set(false);
    if (view.name === "ticket" && this.thread.value?.ticket.id !== view.id) this.thread.clear();
    this.view.set(view);
    if (view.name === "ticket") void this.readThread(view);
    if (view.name === "list") void this.readTickets();
  }

  async readTickets(): Promise<void> {
    await this.tickets.load(
      () => readAll((cursor) => this.client.request("GET /tickets", { query: { limit: 100, cursor } })),
      () => (this.view.get().name === "start" ? this.start() : this.readTickets()),
    );
  }

  async readThread({ id }: Ticket): Promise<void> {
    await this.thread.load((signal) => readThread(this.client, id, signal));
  }

  /** Opens a ticket; when the session is gone, with a new one. */
  async openTicket(filled: FilledTicket, idempotencyKey: string): Promise<void> {
    await this.#session.ensure();
    const ticket = await this.#postTicket(filled, idempotencyKey).catch(async (error: unknown) => {
      if (!isSignedOut(error)) throw error;
      for (const upload of filled.uploads) upload.reset();
      await this.#session.ensure();
      return this.#postTicket(filled, idempotencyKey);
    });
    this.#session.remember({ name: filled.name, email: bareEmail(filled.email) });
    this.listen();
    this.#options.announce("ticket-created", { id: ticket.id });
    this.show({ name: "ticket", id: ticket.id });
    void this.readTickets();
  }

  async #postTicket(filled: FilledTicket, idempotencyKey: string): Promise<TicketView> {
    const { title, description: text, category, name, email, uploads } = filled;
    return this.client.request("POST /tickets", {
      body: {
        title,
        description: text,
        category,
        attachmentIds: await sendAll(this.client, uploads),
        ...(this.isProven ? {} : { requester: { name, email } }),
      },
      idempotencyKey,
    });
  }

  async reply({ id }: Ticket, { body, uploads }: Composed, idempotencyKey: string): Promise<void> {
    const attachmentIds = await sendAll(this.client, uploads);
    const written = await this.client.request("POST /tickets/{id}/replies", {
      params: { id },
      body: { body, attachmentIds },
      idempotencyKey,
    });
    const { entries = [] } = this.thread.value ?? {};
    this.#put(id, {
      ticket: written.ticket,
      entries: [...entries.filter((e) => e.id !== written.message.id), written.message],
    });
    this.#options.announce("replied", { id });
  }

  async reopen({ id }: Ticket, idempotencyKey: string): Promise<void> {
    this.#changed(await this.client.request("POST /tickets/{id}/reopen", { params: { id }, idempotencyKey }));
  }

  async cancel({ id }: Ticket, idempotencyKey: string): Promise<void> {
    this.#changed(await this.client.request("POST /tickets/{id}/cancel", { params: { id }, idempotencyKey }));
  }

  /** Asks for a code by email; true while no emails go out, so that it comes late. */
  async requestCode(email: string, idempotencyKey: string): Promise<boolean> {
    let isDelayed = false;
    const heed = (headers: Headers) => {
      isDelayed = saysDelayed(headers);
    };
    await this.#session.ensure();
    await this.client.request("POST /widget/session/code", { body: { email }, idempotencyKey, heed });
    return isDelayed;
  }

  /** Proves the address and shows, in a session of its own, what its owner ever wrote. */
  async proveEmail(email: string, code: string, idempotencyKey: string): Promise<void> {
    const body = { email, code };
    this.#isProving = true;
    const proof = this.client.request("POST /widget/session/verify", { body, idempotencyKey });
    const { session, ...me } = await proof.catch((error: unknown) => {
      this.#isProving = isUnanswered(error);
      throw error;
    });
    this.#isProving = false;
    this.#session.replace(session);
    this.#me.set(me);
    for (const { uploads } of this.#outgoing.values()) for (const upload of uploads) upload.reset();
    this.#live.stop();
    this.listen();
    this.tickets.clear();
    this.thread.clear();
    this.show({ name: "list" });
  }

  #changed(ticket: TicketView): void {
    this.#put(ticket.id, { ticket, entries: this.thread.value?.entries ?? [] });
  }

  #put(id: string, thread: Thread): void {
    if (this.thread.value?.ticket.id === id) {
      // A read that is under way may bring what the answer does not: what others said meanwhile.
      const isReading = this.thread.loading;
      this.thread.set(thread);
      if (isReading) void this.readThread({ id });
    }
    void this.readTickets();
  }

  async #recognise(): Promise<void> {
    await Promise.all([
      this.readTickets(),
      this.client.request("GET /me").then(
        (me) => this.#me.set(me),
        () => undefined,
      ),
    ]);
    if (!this.hasSession) this.tickets.clear();
  }

  #hear(event: LiveEvent): void {
    if (event.type === "hello" || !this.hasSession) return;
    if (event.type === "in_doubt") return void this.#check();
    if (event.type === "reconnected") for (const { sending } of this.#outgoing.values()) sending.networkIsBack();
    if (event.type === "reconnected" && this.view.get().name === "start") return this.#startAgain();
    const thread = this.thread.value;
    const isThread = event.type === "reconnected" || event.id === thread?.ticket.id;
    if (event.type === "ticket.changed" && isThread && event.version <= (thread?.ticket.version ?? 0)) return;
    if (event.type === "ticket.changed" && !this.watched) this.unread.set(true);
    if (thread && isThread && this.view.get().name === "ticket") void this.readThread(thread.ticket);
    void this.readTickets();
  }

  /** The desk is there again: what could not be read at the start is read now, unless somebody has pressed for it. */
  #startAgain(): void {
    if (!this.config.loading) void this.start();
  }

  /** Asks whether the session still counts. A proof ends it, and only its answer tells what took its place. */
  async #check(): Promise<void> {
    if (!this.#isProving) await this.client.request("GET /me").catch(() => undefined);
  }

  /** Another session may have taken the place of the one that was `shown`, here or in another tab: that one is good. */
  #failed(error: unknown, shown: string | null): never {
    if (isSwitchedOff(error)) this.#live.rest();
    if (isSignedOut(error) && this.#session.token === shown) this.#signedOut();
    throw error;
  }

  /** The desk no longer knows the session: forget it, keep what was written. */
  #signedOut(): void {
    this.#session.forget();
    this.#live.stop();
    this.#me.set(null);
    const { name } = this.view.get();
    if (name === "ticket") {
      this.show({ name: "restore" });
      this.ended.set(true);
    }
    if (name === "list") this.show({ name: "new" });
    this.tickets.clear();
    this.thread.clear();
  }
}
