import type { TicketSummary } from "@docket/core/contract/ticket";
import { signal } from "@lit-labs/signals";
import type { Client } from "../../client/api.ts";
import { ApiError } from "../../client/api.ts";
import { names } from "../../client/names.ts";
import type { LiveEvent } from "../../client/realtime.ts";
import { Resource } from "../../client/resource.ts";
import { Debounced } from "../app/debounced.ts";
import type { Filter } from "./filter.ts";
import { matches, orderOf, toQuery, toSearch } from "./filter.ts";

interface Shown {
  readonly tickets: readonly TicketSummary[];
  readonly nextCursor: string | null;
}

const pageSize = 50;

/** More hints than this at once are answered by reading the list again. */
const burst = 8;

/** The tickets that a filter lets through, page by page, kept true by hints. */
export class TicketList {
  readonly #client: Client;
  readonly #page = new Resource<Shown>();
  readonly #more = signal<"idle" | "loading" | "failed">("idle");
  readonly #hinted = new Map<string, number>();
  readonly #catchUp = new Debounced(() => this.#readHinted(), 150);
  #filter: Filter | null = null;
  #myId = "";

  constructor(client: Client) {
    this.#client = client;
  }

  get tickets(): readonly TicketSummary[] | undefined {
    return this.#page.value?.tickets;
  }

  get error(): unknown {
    return this.#page.error;
  }

  get loading(): boolean {
    return this.#page.loading;
  }

  get hasMore(): boolean {
    return this.#page.value?.nextCursor != null;
  }

  get more(): "idle" | "loading" | "failed" {
    return this.#more.get();
  }

  /** Shows the tickets of this filter; the same filter again changes nothing. */
  show(filter: Filter, myId: string): void {
    if (this.#filter !== null && toSearch(this.#filter) === toSearch(filter) && this.#myId === myId) return;
    this.#filter = filter;
    this.#myId = myId;
    this.#hinted.clear();
    this.#more.set("idle");
    this.#page.clear();
    void this.reload();
  }

  /** Reads again as much as is shown. */
  async reload(): Promise<void> {
    const filter = this.#filter;
    if (filter === null) return;
    const wanted = Math.max(pageSize, this.tickets?.length ?? 0);
    await this.#page.load(async (signal) => {
      let shown: Shown = { tickets: [], nextCursor: null };
      do {
        const query = { ...toQuery(filter), limit: pageSize, ...(shown.nextCursor && { cursor: shown.nextCursor }) };
        const { items, nextCursor } = await this.#client.request("GET /tickets", { query, signal });
        shown = { tickets: [...shown.tickets, ...items], nextCursor };
      } while (shown.nextCursor !== null && shown.tickets.length < wanted);
      return shown;
    });
  }

  async loadMore(): Promise<void> {
    const shown = this.#page.value;
    const filter = this.#filter;
    if (!shown?.nextCursor || filter === null || this.more === "loading") return;
    this.#more.set("loading");
    try {
      const query = { ...toQuery(filter), limit: pageSize, cursor: shown.nextCursor };
      const { items, nextCursor } = await this.#client.request("GET /tickets", { query });
      if (filter !== this.#filter) return;
      const known = this.tickets ?? [];
      const fresh = items.filter((item) => !known.some(({ id }) => id === item.id));
      this.#page.set({ tickets: [...known, ...fresh], nextCursor });
      this.#more.set("idle");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#more.set("failed");
    }
  }

  heard(event: LiveEvent): void {
    if (event.type === "reconnected") void this.reload();
    if (event.type === "person.changed") {
      const theirs = this.tickets?.filter((ticket) => names(ticket, event.id)) ?? [];
      for (const { id, version } of theirs) this.#hinted.set(id, version);
      if (theirs.length > 0) this.#catchUp.call();
    }
    if (event.type !== "ticket.changed") return;
    const known = this.tickets?.find(({ id }) => id === event.id);
    if (known && known.version >= event.version) return;
    this.#hinted.set(event.id, event.version);
    this.#catchUp.call();
  }

  /** Puts a ticket where it belongs now, or takes it out. */
  put(ticket: TicketSummary): void {
    const shown = this.#page.value;
    if (!shown || this.#filter === null) return;
    const others = shown.tickets.filter(({ id }) => id !== ticket.id);
    const wasShown = others.length < shown.tickets.length;
    const belongs = this.#filter.q === "" ? matches(this.#filter, ticket, this.#myId) : wasShown;
    if (!belongs) return this.#page.set({ ...shown, tickets: others });
    const order = orderOf(this.#filter.sort);
    const after = others.findIndex((other) => order(ticket, other) < 0);
    if (after === -1 && shown.nextCursor !== null) return this.#page.set({ ...shown, tickets: others });
    this.#page.set({ ...shown, tickets: others.toSpliced(after === -1 ? others.length : after, 0, ticket) });
  }

  remove(id: string): void {
    const shown = this.#page.value;
    if (shown) this.#page.set({ ...shown, tickets: shown.tickets.filter((ticket) => ticket.id !== id) });
  }

  async #readHinted(): Promise<void> {
    const ids = [...this.#hinted.keys()];
    this.#hinted.clear();
    const unknownInSearch =
      this.#filter?.q !== "" && ids.some((id) => !this.tickets?.some((ticket) => ticket.id === id));
    if (ids.length > burst || unknownInSearch || this.tickets === undefined) return this.reload();
    await Promise.all(ids.map((id) => this.#readOne(id)));
  }

  async #readOne(id: string): Promise<void> {
    try {
      this.put(await this.#client.request("GET /tickets/{id}", { params: { id } }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.problem.status === 404) this.remove(id);
    }
  }
}
