import type { TicketView } from "@docket/core/contract/ticket";
import { msg, str } from "@lit/localize";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { isGone, isSignedOut, readingText } from "../../client/api.ts";
import { priorityBadge, statusBadge } from "../../elements/badge/status.ts";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import "../../elements/menu/menu.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { Keys } from "../app/keys.ts";
import { assign, claim, finish } from "./deeds.ts";
import "./ticket-edit.ts";
import "./ticket-history.ts";
import { styles } from "./ticket-panel.styles.ts";
import "./ticket-properties.ts";
import { TicketStore } from "./ticket-store.ts";
import "./ticket-talk.ts";
import "./ticket-writer.ts";

/**
 * One ticket for staff: what was said, what can be done, what it is. Fires `docket-ticket` with the ticket
 * whenever it changed, and `docket-removed` with its id once it is deleted.
 */
export class TicketPanel extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = {
    number: {},
    back: {},
    editing: { state: true },
    details: { state: true },
  };
  declare number: string;
  /** The address of the list that this was opened from. */
  declare back: string;
  /** The ticket as it was when editing began; null while nothing is edited. */
  declare editing: TicketView | null;
  declare details: boolean;

  #store: TicketStore | null = null;
  #unsubscribe: (() => void) | undefined;
  #reported: TicketView | undefined;
  #focusWanted = false;
  /** How many messages were shown, and whether the reader was at their end. */
  #readTo = 0;
  #atEnd = true;

  constructor() {
    super();
    this.number = "";
    this.back = "/";
    this.editing = null;
    this.details = false;
    new Keys(this, {
      r: () => this.#write("reply"),
      n: () => this.#write("note"),
      e: () => this.#press("ticket.resolve", (ticket) => this.#finish(ticket, "resolve")),
      a: () => this.#press("ticket.claim", (ticket) => this.#claim(ticket)),
    });
  }

  get store(): TicketStore {
    return (this.#store ??= new TicketStore(this.desk.client));
  }

  /** The ticket that is asked for; while another one is still on its way out, none. */
  get #ticket(): TicketView | undefined {
    const { ticket } = this.store;
    return this.#isOfAddress(ticket) ? ticket : undefined;
  }

  #isOfAddress(ticket: TicketView | undefined): ticket is TicketView {
    return ticket !== undefined && [ticket.id, String(ticket.number)].includes(this.number);
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
    const talk = this.renderRoot.querySelector(".talk");
    this.#atEnd = !talk || talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120;
    if (!changed.has("number")) return;
    this.editing = null;
    this.details = false;
    this.#focusWanted = true;
    this.#readTo = 0;
    queueMicrotask(() => this.store.show(this.number));
  }

  protected override updated(): void {
    const ticket = this.#ticket;
    const { messages } = this.store;
    if (ticket && ticket !== this.#reported) {
      this.#reported = ticket;
      this.dispatchEvent(new CustomEvent("docket-ticket", { detail: ticket }));
    }
    if (ticket && this.#focusWanted) {
      this.#focusWanted = false;
      this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
    }
    if (ticket && messages && messages.length > this.#readTo) void this.#showLatest(messages.length);
  }

  override render() {
    const ticket = this.#ticket;
    if (!ticket) return this.#absent(this.store.error);
    return html`<article aria-labelledby="title">
        ${this.#head(ticket)}
        <div class="talk">
          ${
            this.editing
              ? html`<docket-ticket-edit
                  .store=${this.store}
                  .ticket=${this.editing}
                  @docket-done=${() => (this.editing = null)}
                ></docket-ticket-edit>`
              : nothing
          }
          <docket-ticket-talk .store=${this.store} .ticket=${ticket}></docket-ticket-talk>
        </div>
        <aside class=${this.details ? "shown" : ""} tabindex="-1" aria-label=${msg("Details")}>
          <docket-ticket-properties .store=${this.store} .ticket=${ticket}></docket-ticket-properties>
          <docket-ticket-history .store=${this.store}></docket-ticket-history>
        </aside>
        <footer>
          ${keyed(
            ticket.id,
            html`<docket-ticket-writer .store=${this.store} .ticket=${ticket}></docket-ticket-writer>`,
          )}
        </footer>
      </article>
      <docket-confirm></docket-confirm>`;
  }

  async #toggleDetails(): Promise<void> {
    this.details = !this.details;
    await this.updateComplete;
    if (this.details) this.renderRoot.querySelector("aside")?.focus();
  }

  #absent(error: unknown) {
    if (isGone(error)) {
      const shown = this.#isOfAddress(this.#reported) ? this.#reported : null;
      return html`<docket-notice
        class="notice"
        kind="empty"
        heading=${shown ? msg(str`Ticket #${shown.number} was deleted`) : msg(str`There is no ticket #${this.number}`)}
        text=${shown ? msg("Nothing of it is left here.") : msg("It was deleted, or the number is mistyped.")}
        action=${msg("Back to the list")}
        @docket-action=${() => this.desk.navigate(this.back)}
      ></docket-notice>`;
    }
    if (error !== undefined && !isSignedOut(error)) {
      return html`<docket-notice
        class="notice"
        kind="error"
        text=${readingText(error)}
        action=${msg("Try again")}
        @docket-action=${() => this.store.reload()}
      ></docket-notice>`;
    }
    return html`<docket-notice class="notice" kind="loading"></docket-notice>`;
  }

  #head(ticket: TicketView) {
    return html`<header>
      <div class="top">
        <a class="back" href=${this.back} aria-label=${msg("Back to the list")}>${icon("back")}</a>
        <span class="number">#${ticket.number}</span>
        ${statusBadge(ticket.status)} ${ticket.priority === "normal" ? nothing : priorityBadge(ticket.priority)}
        <div class="actions">
          <button class="small details" type="button" aria-expanded=${this.details} @click=${this.#toggleDetails}>
            ${msg("Details")}
          </button>
          ${this.#more(ticket)}
          ${this.#button(ticket, "ticket.reopen", msg("Reopen"), () => this.#finish(ticket, "reopen"))}
          ${this.#button(ticket, "ticket.resolve", msg("Resolve"), () => this.#finish(ticket, "resolve"))}
          ${this.#button(ticket, "ticket.claim", msg("Claim"), () => this.#claim(ticket), "primary")}
        </div>
      </div>
      <h1 id="title" tabindex="-1" dir="auto">${ticket.title}</h1>
    </header>`;
  }

  #more(ticket: TicketView) {
    const items = [
      this.editing ? nothing : this.#button(ticket, "ticket.update", msg("Edit"), () => (this.editing = ticket)),
      this.#button(ticket, "ticket.unassign", msg("Unassign"), () => assign(this.desk, this.store, ticket, null)),
      this.#button(ticket, "ticket.close", msg("Close"), () => this.#finish(ticket, "close")),
      this.#button(ticket, "ticket.cancel", msg("Cancel ticket…"), () => this.#cancel(ticket)),
      this.#button(ticket, "ticket.delete", msg("Delete ticket…"), () => this.#delete(ticket), "danger"),
    ].filter((item) => item !== nothing);
    return items.length > 0 ? html`<docket-menu label=${msg("More")}>${items}</docket-menu>` : nothing;
  }

  #button(ticket: TicketView, action: TicketView["can"][number], text: string, press: () => unknown, look = "") {
    if (!ticket.can.includes(action)) return nothing;
    return html`<button class="small ${look}" type="button" @click=${press}>${text}</button>`;
  }

  #listen(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = this.desk.live.subscribe((event) => this.store.heard(event));
  }

  /** Brings the latest message into view when the ticket opens, and when more is said to somebody who is at the end. */
  async #showLatest(count: number): Promise<void> {
    const follows = this.#readTo === 0 || this.#atEnd;
    this.#readTo = count;
    if (!follows) return;
    await this.renderRoot.querySelector("docket-ticket-talk")?.updateComplete;
    const talk = this.renderRoot.querySelector(".talk");
    talk?.scrollTo({ top: talk.scrollHeight });
  }

  #write(kind: "reply" | "note"): void | false {
    const writer = this.renderRoot.querySelector("docket-ticket-writer");
    if (!writer) return false;
    void writer.write(kind);
  }

  #press(action: TicketView["can"][number], deed: (ticket: TicketView) => unknown): void | false {
    const ticket = this.#ticket;
    if (!ticket?.can.includes(action)) return false;
    deed(ticket);
  }

  #claim(ticket: TicketView): Promise<boolean> {
    return claim(this.desk, this.store, ticket);
  }

  #finish(ticket: TicketView, end: "resolve" | "close" | "reopen" | "cancel"): Promise<boolean> {
    return finish(this.desk, this.store, ticket, end);
  }

  async #cancel(ticket: TicketView): Promise<void> {
    const sure = await this.#ask({
      heading: msg(str`Cancel #${ticket.number}?`),
      text: msg("A cancelled ticket stays readable but cannot be opened again. The client is told by email."),
      action: msg("Cancel ticket"),
    });
    if (sure) await this.#finish(ticket, "cancel");
  }

  async #delete(ticket: TicketView): Promise<void> {
    const sure = await this.#ask({
      heading: msg(str`Delete #${ticket.number}?`),
      text: msg(str`“${ticket.title}” goes away for everybody, with its conversation. This cannot be undone.`),
      action: msg("Delete ticket"),
    });
    if (!sure) return;
    const { client } = this.desk;
    const gone = await attempt(
      this.desk,
      () => client.request("DELETE /tickets/{id}", { params: { id: ticket.id } }),
      msg(str`#${ticket.number} is deleted.`),
    );
    if (!gone) return;
    this.dispatchEvent(new CustomEvent("docket-removed", { detail: ticket.id }));
    this.desk.navigate(this.back);
  }

  async #ask(question: { heading: string; text: string; action: string }): Promise<boolean> {
    return (await this.renderRoot.querySelector("docket-confirm")?.ask(question)) ?? false;
  }
}

define("docket-ticket-panel", TicketPanel);

declare global {
  interface HTMLElementTagNameMap {
    "docket-ticket-panel": TicketPanel;
  }
}
