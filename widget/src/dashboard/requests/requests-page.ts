import { msg } from "@lit/localize";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { isSignedOut, readingText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import "../../elements/ticket-item/ticket-item.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { parseFilter } from "../inbox/filter.ts";
import { TicketList } from "../inbox/ticket-list.ts";
import "./request-view.ts";
import { styles } from "./requests-page.styles.ts";

/** For clients: everything they ever asked, or one request. */
export class RequestsPage extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = { number: {} };
  declare number: string | null;

  #list: TicketList | null = null;
  #unsubscribe: (() => void) | undefined;

  constructor() {
    super();
    this.number = null;
  }

  get list(): TicketList {
    return (this.#list ??= new TicketList(this.desk.client));
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
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("number") || this.number !== null) return;
    this.list.show({ ...parseFilter(""), view: "all" }, this.desk.session.me?.id ?? "");
    this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
  }

  override render() {
    if (this.number !== null) return html`<docket-request-view .number=${this.number}></docket-request-view>`;
    return html`<header>
        <h1 tabindex="-1">${msg("Your requests")}</h1>
        <a class="start" href="/new">${msg("New request")}</a>
      </header>
      ${this.#requests()}`;
  }

  #requests() {
    const { tickets, error, hasMore, more } = this.list;
    const problem = error === undefined || isSignedOut(error) ? "" : readingText(error);
    const failure = html`<docket-notice
      kind="error"
      text=${problem}
      action=${msg("Try again")}
      @docket-action=${() => this.list.reload()}
    ></docket-notice>`;
    if (!tickets) return problem ? failure : html`<docket-notice kind="loading"></docket-notice>`;
    if (tickets.length === 0) {
      return html`<h2 class="sr-only">${msg("Requests")}</h2>
        <docket-notice
          kind="empty"
          heading=${msg("No requests yet")}
          text=${msg("Ask us something and follow the answer here.")}
          action=${msg("New request")}
          @docket-action=${() => this.desk.navigate("/new")}
        ></docket-notice>`;
    }
    return html`${problem ? failure : nothing}
      <ul>
        ${repeat(
          tickets,
          ({ id }) => id,
          (ticket) =>
            html`<li>
              <docket-ticket-item
                .ticket=${ticket}
                @docket-choose=${() => this.desk.navigate(`/tickets/${ticket.number}`)}
              ></docket-ticket-item>
            </li>`,
        )}
      </ul>
      ${
        hasMore
          ? html`<button
              class="small more"
              type="button"
              aria-disabled=${more === "loading"}
              @click=${() => this.list.loadMore()}
            >
              ${more === "failed" ? msg("That did not work. Try again") : msg("Load more")}
            </button>`
          : nothing
      }`;
  }

  #listen(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = this.desk.live.subscribe((event) => this.list.heard(event));
  }
}

define("docket-requests-page", RequestsPage);
