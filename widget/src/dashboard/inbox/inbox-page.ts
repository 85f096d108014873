import type { TicketView } from "@docket/core/contract/ticket";
import { msg, str } from "@lit/localize";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import { isSignedOut, readingText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { plural } from "../../locales/plural.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { Keys } from "../app/keys.ts";
import "../ticket/ticket-panel.ts";
import "./filter-bar.ts";
import type { Filter } from "./filter.ts";
import { isNarrowed, parseFilter, toSearch } from "./filter.ts";
import { styles } from "./inbox-page.styles.ts";
import { TicketList } from "./ticket-list.ts";
import "./ticket-rows.ts";
import { viewText } from "./view-text.ts";

/** The inbox of the staff: a view, its tickets, and beside them the one that is open. */
export class InboxPage extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = { number: {}, search: {} };
  /** The number of the ticket that is open, or null. */
  declare number: string | null;
  declare search: string;

  #list: TicketList | null = null;
  #unsubscribe: (() => void) | undefined;

  constructor() {
    super();
    this.number = null;
    this.search = "";
    new Keys(this, {
      j: () => this.#move(1),
      k: () => this.#move(-1),
      "/": () => this.renderRoot.querySelector("docket-filter-bar")?.focusSearch(),
      Escape: () => this.#leave(),
    });
  }

  get list(): TicketList {
    return (this.#list ??= new TicketList(this.desk.client));
  }

  get #filter(): Filter {
    return parseFilter(this.search);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override firstUpdated(): void {
    this.#listen();
    void this.desk.directory.load({ withStaff: true });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("search")) {
      const filter = this.#filter;
      queueMicrotask(() => this.list.show(filter, this.desk.session.me?.id ?? ""));
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    const left = changed.get("number");
    if (left && this.number === null) this.renderRoot.querySelector("docket-ticket-rows")?.focusRow(left);
  }

  override render() {
    return html`<div class="columns ${this.number === null ? "" : "split"}">
      <section class="list" aria-labelledby="view">
        <header>
          <h1 id="view" tabindex="-1">${viewText(this.#filter.view)}</h1>
          <p role="status">${this.#count()}</p>
        </header>
        <docket-filter-bar .filter=${this.#filter} @docket-filter=${this.#choose}></docket-filter-bar>
        <h2 class="sr-only">${msg("Tickets")}</h2>
        <div class="scroll" tabindex="-1">${this.#tickets()}</div>
      </section>
      ${
        this.number === null
          ? nothing
          : html`<docket-ticket-panel
              .number=${this.number}
              .back=${`/${toSearch(this.#filter)}`}
              @docket-ticket=${(event: CustomEvent<TicketView>) => this.list.put(event.detail)}
              @docket-removed=${(event: CustomEvent<string>) => this.list.remove(event.detail)}
            ></docket-ticket-panel>`
      }
    </div>`;
  }

  #count(): string {
    const count = this.list.tickets?.length;
    if (count === undefined) return "";
    if (this.list.hasMore) return msg(str`the first ${count}`);
    return plural(count, { one: msg(str`${count} ticket`), other: msg(str`${count} tickets`) });
  }

  #tickets() {
    const { tickets, error, hasMore, more } = this.list;
    const problem = error === undefined || isSignedOut(error) ? "" : readingText(error);
    if (!tickets) return problem ? this.#failed(problem) : html`<docket-notice kind="loading"></docket-notice>`;
    if (tickets.length === 0) return this.#empty();
    return html`${problem ? this.#failed(problem) : nothing}
      <docket-ticket-rows
        .tickets=${tickets}
        .search=${toSearch(this.#filter)}
        .current=${this.number}
      ></docket-ticket-rows>
      ${
        hasMore
          ? html`<div class="more">
              ${more === "failed" ? html`<p class="field-error" role="alert">${msg("The next tickets could not be read.")}</p>` : nothing}
              <button
                class="small"
                type="button"
                aria-disabled=${more === "loading"}
                @click=${() => this.list.loadMore()}
              >
                ${more === "loading" ? msg("Loading…") : more === "failed" ? msg("Try again") : msg("Load more")}
              </button>
            </div>`
          : nothing
      }`;
  }

  #failed(problem: string) {
    return html`<docket-notice
      class="stale"
      kind="error"
      text=${problem}
      action=${msg("Try again")}
      @docket-action=${() => this.list.reload()}
    ></docket-notice>`;
  }

  #empty() {
    const filter = this.#filter;
    if (isNarrowed(filter)) {
      return html`<docket-notice
        kind="empty"
        heading=${msg("No ticket fits")}
        text=${msg("Nothing in this view matches what you chose.")}
        action=${msg("Show the whole view")}
        @docket-action=${() => this.#go({ ...parseFilter(""), view: filter.view, sort: filter.sort })}
      ></docket-notice>`;
    }
    if (filter.view === "mine") {
      return html`<docket-notice
        kind="empty"
        heading=${msg("You have nothing open")}
        text=${msg("Tickets that you claim, or that are given to you, wait here.")}
        action=${msg("Look at what nobody has")}
        @docket-action=${() => this.#go({ ...parseFilter(""), view: "unassigned" })}
      ></docket-notice>`;
    }
    return html`<docket-notice
      kind="empty"
      heading=${msg("All clear")}
      text=${msg("No ticket is in this view. New ones appear here by themselves.")}
    ></docket-notice>`;
  }

  readonly #choose = (event: CustomEvent<Filter>): void => this.#go(event.detail);

  #go(filter: Filter): void {
    const path = this.number === null ? "/" : `/tickets/${this.number}`;
    this.desk.navigate(path + toSearch(filter), { replace: true });
  }

  /** From a ticket to its neighbour in the list; without one open, from row to row. */
  #move(by: 1 | -1): void {
    const rows = this.renderRoot.querySelector("docket-ticket-rows");
    if (this.number === null) return rows?.move(by);
    const tickets = this.list.tickets ?? [];
    const at = tickets.findIndex(({ number }) => String(number) === this.number);
    const next = at === -1 ? tickets[0] : tickets[at + by];
    if (next) this.desk.navigate(`/tickets/${next.number}${toSearch(this.#filter)}`);
  }

  #leave(): void | false {
    if (this.number === null) return false;
    this.desk.navigate(`/${toSearch(this.#filter)}`);
  }

  #listen(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = this.desk.live.subscribe((event) => this.list.heard(event));
  }
}

define("docket-inbox-page", InboxPage);
