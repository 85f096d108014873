import type { AttachmentView } from "@docket/core/contract/attachment";
import type { TicketView } from "@docket/core/contract/ticket";
import { msg, str } from "@lit/localize";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { ApiError, isSignedOut, readingText } from "../../client/api.ts";
import { download } from "../../client/download.ts";
import { stageBadge } from "../../elements/badge/stage.ts";
import "../../elements/confirm/confirm.ts";
import "../../elements/conversation/conversation.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import "../../elements/relative-time/relative-time.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { finish } from "../ticket/deeds.ts";
import { entriesOf } from "../ticket/entries.ts";
import "../ticket/ticket-edit.ts";
import { TicketStore } from "../ticket/ticket-store.ts";
import "../ticket/ticket-writer.ts";
import { styles } from "./request-view.styles.ts";

/** One request as its client sees it: what was said, and what they may still do. */
export class RequestView extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = { number: {}, editing: { state: true } };
  declare number: string;
  declare editing: TicketView | null;

  #store: TicketStore | null = null;
  #unsubscribe: (() => void) | undefined;
  #focusWanted = false;

  constructor() {
    super();
    this.editing = null;
  }

  get store(): TicketStore {
    return (this.#store ??= new TicketStore(this.desk.client));
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

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("number")) return;
    this.editing = null;
    this.#focusWanted = true;
    queueMicrotask(() => this.store.show(this.number));
  }

  protected override updated(): void {
    if (!this.#focusWanted || String(this.store.ticket?.number) !== this.number) return;
    this.#focusWanted = false;
    this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
  }

  override render() {
    const { ticket, messages, files, error } = this.store;
    if (!ticket) return this.#absent(error);
    return html`<a href="/">${msg("All your requests")}</a>
      <header>
        <h1 tabindex="-1" dir="auto">${ticket.title}</h1>
        <div class="facts">
          ${stageBadge(ticket.stage)}<span>#${ticket.number}</span>
          <span>${msg("opened")} <docket-time at=${ticket.createdAt}></docket-time></span>
        </div>
        ${this.#actions(ticket)}
      </header>
      ${
        this.editing
          ? html`<docket-ticket-edit
              .store=${this.store}
              .ticket=${this.editing}
              @docket-done=${() => (this.editing = null)}
            ></docket-ticket-edit>`
          : nothing
      }
      <docket-conversation
        viewer="client"
        .entries=${entriesOf(ticket, files, messages ?? [])}
        @docket-download=${(event: CustomEvent<AttachmentView>) =>
          attempt(this.desk, () => download(this.desk.client, event.detail))}
      ></docket-conversation>
      ${error !== undefined && !isSignedOut(error) ? this.#failed(error) : nothing}
      <footer>
        ${keyed(ticket.id, html`<docket-ticket-writer .store=${this.store} .ticket=${ticket}></docket-ticket-writer>`)}
      </footer>
      <docket-confirm></docket-confirm>`;
  }

  #actions(ticket: TicketView) {
    const { can } = ticket;
    if (!["ticket.update", "ticket.cancel", "ticket.reopen"].some((action) => (can as string[]).includes(action)))
      return nothing;
    return html`<div class="actions">
      ${
        can.includes("ticket.update") && !this.editing
          ? html`<button class="small" type="button" @click=${() => (this.editing = ticket)}>${msg("Edit")}</button>`
          : nothing
      }
      ${
        can.includes("ticket.cancel")
          ? html`<button class="small" type="button" @click=${() => this.#cancel(ticket)}>${msg("Withdraw…")}</button>`
          : nothing
      }
      ${
        can.includes("ticket.reopen")
          ? html`<button class="small" type="button" @click=${() => finish(this.desk, this.store, ticket, "reopen")}>
              ${msg("Reopen")}
            </button>`
          : nothing
      }
    </div>`;
  }

  #absent(error: unknown) {
    if (error instanceof ApiError && error.problem.status === 404) {
      return html`<docket-notice
        kind="empty"
        heading=${msg(str`You have no request #${this.number}`)}
        text=${msg("The number may be mistyped, or it belongs to another address of yours.")}
        action=${msg("All your requests")}
        @docket-action=${() => this.desk.navigate("/")}
      ></docket-notice>`;
    }
    return error === undefined || isSignedOut(error)
      ? html`<docket-notice kind="loading"></docket-notice>`
      : this.#failed(error);
  }

  #failed(error: unknown) {
    return html`<docket-notice
      kind="error"
      text=${readingText(error)}
      action=${msg("Try again")}
      @docket-action=${() => this.store.reload()}
    ></docket-notice>`;
  }

  async #cancel(ticket: TicketView): Promise<void> {
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg("Withdraw this request?"),
      text: msg("Nobody will work on it any more. You can still read it, but not open it again."),
      action: msg("Withdraw it"),
    });
    if (sure) await finish(this.desk, this.store, ticket, "cancel");
  }

  #listen(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = this.desk.live.subscribe((event) => this.store.heard(event));
  }
}

define("docket-request-view", RequestView);
