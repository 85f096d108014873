import type { HistoryEntry } from "@docket/core/contract/history";
import type { MessageView } from "@docket/core/contract/message";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { TicketView, UpdateTicketInput } from "@docket/core/contract/ticket";
import type { Client } from "../../client/api.ts";
import { ApiError } from "../../client/api.ts";
import { readConversation } from "../../client/conversation.ts";
import { names } from "../../client/names.ts";
import { readAll } from "../../client/pages.ts";
import type { LiveEvent } from "../../client/realtime.ts";
import { Resource } from "../../client/resource.ts";

/** Somebody else changed the same thing first. Carries the ticket as it is now. */
export class StaleEdit extends Error {
  readonly now: TicketView;

  constructor(now: TicketView) {
    super("Somebody else changed this first.");
    this.name = "StaleEdit";
    this.now = now;
  }
}

/** What was said, and the files that came with the description. */
interface Talk {
  readonly messages: readonly MessageView[];
  readonly files: readonly AttachmentView[];
}

type Call = (client: Client, params: { readonly id: string }) => Promise<TicketView>;

/** One ticket with its conversation and history, kept true by hints. */
export class TicketStore {
  readonly #client: Client;
  readonly #ticket = new Resource<TicketView>();
  readonly #talk = new Resource<Talk>();
  readonly #history = new Resource<readonly HistoryEntry[]>();
  #ref: string | null = null;
  /** The version of the ticket that the messages and the history are at least as new as. */
  #partsVersion = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  get ticket(): TicketView | undefined {
    return this.#ticket.value;
  }

  get messages(): readonly MessageView[] | undefined {
    return this.#talk.value?.messages;
  }

  /** The files that came with the description. */
  get files(): readonly AttachmentView[] {
    return this.#talk.value?.files ?? [];
  }

  get history(): readonly HistoryEntry[] | undefined {
    return this.#history.value;
  }

  /** Why the ticket, or what was said, could not be read. */
  get error(): unknown {
    return this.#ticket.error ?? this.#talk.error;
  }

  get historyError(): unknown {
    return this.#history.error;
  }

  /** Shows another ticket, by its number or id. */
  show(ref: string): void {
    if (ref === this.#ref) return;
    this.#ref = ref;
    this.#partsVersion = 0;
    for (const resource of [this.#ticket, this.#talk, this.#history]) resource.clear();
    void this.reload();
  }

  async reload(): Promise<void> {
    const ref = this.#ref;
    if (ref === null) return;
    await this.#ticket.load(
      (signal) => this.#client.request("GET /tickets/{id}", { params: { id: ref }, signal }),
      () => this.reload(),
    );
    if (this.ticket && ref === this.#ref && this.#ticket.error === undefined) await this.#readParts(this.ticket);
  }

  heard(event: LiveEvent): void {
    const { ticket } = this;
    if (event.type === "reconnected") void this.reload();
    if (event.type === "person.changed" && this.#names(event.id)) void this.reload();
    if (event.type !== "ticket.changed" || event.id !== ticket?.id) return;
    if (event.version > this.#partsVersion) void this.reload();
  }

  #names(personId: string): boolean {
    const { ticket, messages = [], history = [] } = this;
    const said = [...messages.map(({ author }) => author), ...history.map(({ actor }) => actor)];
    return (ticket !== undefined && names(ticket, personId)) || said.some(({ id }) => id === personId);
  }

  /** Does something to the ticket. What it will probably look like is shown at once and taken back on failure. */
  async act(call: Call, expected: Partial<TicketView> = {}): Promise<void> {
    const before = this.ticket;
    if (!before) return;
    const guess = { ...before, ...expected };
    this.#ticket.set(guess);
    try {
      await this.#accept(await call(this.#client, { id: before.id }));
    } catch (error) {
      const untouched = this.ticket === guess;
      if (untouched) this.#ticket.set(before);
      if (!untouched || (error instanceof ApiError && error.problem.status === 409)) void this.reload();
      throw error;
    }
  }

  /**
   * Changes fields that were edited on `base`. A newer version that left these fields alone is no reason to
   * give up; one that changed them is: then this throws `StaleEdit` and nothing is overwritten.
   */
  async edit(fields: UpdateTicketInput, base: TicketView): Promise<void> {
    const send =
      (version: number): Call =>
      (client, params) =>
        client.request("PATCH /tickets/{id}", { params, body: fields, ifMatch: version });
    try {
      await this.act(send(base.version), fields as Partial<TicketView>);
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.code !== "ticket.stale_version") throw error;
      const now = await this.#client.request("GET /tickets/{id}", { params: { id: base.id } });
      this.#ticket.set(now);
      const names = Object.keys(fields) as (keyof UpdateTicketInput)[];
      if (names.some((name) => String(now[name]) !== String(base[name]))) throw new StaleEdit(now);
      await this.act(send(now.version), fields as Partial<TicketView>);
    }
  }

  /** Shows a message that was written or changed here. */
  async said(message: MessageView, ticket: TicketView): Promise<void> {
    const { messages = [], files } = this;
    const others = messages.filter(({ id }) => id !== message.id);
    if (ticket.id === this.ticket?.id) {
      this.#talk.set({ messages: [...others, message].toSorted((a, b) => a.seq - b.seq), files });
    }
    await this.#accept(ticket);
  }

  async #accept(ticket: TicketView): Promise<void> {
    if (this.ticket?.id !== ticket.id) return;
    this.#ticket.set(ticket);
    await this.#readParts(ticket);
  }

  async #readParts({ id, version }: TicketView): Promise<void> {
    this.#partsVersion = version;
    const params = { id };
    const talk = this.#talk.load(async (signal) => {
      const [messages, all] = await Promise.all([
        readConversation(this.#client, id, signal),
        this.#client.request("GET /tickets/{id}/attachments", { params, signal }),
      ]);
      const later = new Set(messages.flatMap(({ attachments }) => attachments.map((file) => file.id)));
      return { messages, files: all.items.filter((file) => !later.has(file.id)) };
    });
    const history = this.#history.load((signal) =>
      readAll((cursor) =>
        this.#client.request("GET /tickets/{id}/history", { params, query: { limit: 100, cursor }, signal }),
      ),
    );
    await Promise.all([talk, history]);
  }
}
