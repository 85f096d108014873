import type { TicketSummary } from "@docket/core/contract/ticket";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { priorityBadge, statusBadge } from "../../elements/badge/status.ts";
import { define } from "../../elements/define.ts";
import "../../elements/relative-time/relative-time.ts";
import { base } from "../../styles/base.ts";
import { DeskElement } from "../app/desk.ts";
import { initials } from "./initials.ts";
import { styles } from "./ticket-rows.styles.ts";

/** Tickets as rows that lead to them. A row keeps the focus when news move it to another place. */
export class TicketRows extends DeskElement {
  static override styles = [base, styles];
  static override properties = { tickets: { attribute: false }, search: {}, current: {} };
  declare tickets: readonly TicketSummary[];
  /** The query that keeps the list beside the ticket. */
  declare search: string;
  /** The number of the ticket that is open. */
  declare current: string | null;
  #focused: string | null = null;

  constructor() {
    super();
    this.tickets = [];
    this.search = "";
    this.current = null;
  }

  /** Moves the focus by so many rows, from the row that has it, or onto the first. */
  move(by: 1 | -1): void {
    const links = this.#links();
    const at = links.findIndex((link) => link === this.shadowRoot?.activeElement);
    const next = at === -1 ? links[0] : links[at + by];
    next?.focus();
  }

  /** Puts the focus on the row of this ticket. */
  focusRow(number: string): void {
    this.renderRoot.querySelector<HTMLElement>(`a[data-number="${CSS.escape(number)}"]`)?.focus();
  }

  protected override willUpdate(): void {
    const active = this.shadowRoot?.activeElement;
    this.#focused = active instanceof HTMLElement ? (active.dataset["number"] ?? null) : null;
  }

  protected override updated(): void {
    if (this.#focused !== null && !this.shadowRoot?.activeElement) {
      this.renderRoot
        .querySelector<HTMLElement>(`a[data-number="${CSS.escape(this.#focused)}"]`)
        ?.focus({ preventScroll: true });
    }
  }

  override render() {
    return html`<ul aria-label=${msg("Tickets")}>
      ${repeat(
        this.tickets,
        ({ id }) => id,
        (ticket) => html`<li>${this.#row(ticket)}</li>`,
      )}
    </ul>`;
  }

  #row(ticket: TicketSummary) {
    const number = String(ticket.number);
    return html`<a
      href="/tickets/${number}${this.search}"
      data-number=${number}
      aria-current=${number === this.current ? "true" : nothing}
    >
      <span class="title" dir="auto">${ticket.title}</span>
      <span class="meta">
        <span class="number">#${number}</span>
        <span class="facts">
          <span class="priority">${ticket.priority === "normal" ? nothing : priorityBadge(ticket.priority)}</span>
          <span class="category">${this.desk.directory.categoryName(ticket.category)}</span>
          <span class="who" dir="auto">${ticket.requester.name}</span>
          ${statusBadge(ticket.status)} ${this.#assignee(ticket)}
        </span>
      </span>
      <docket-time class="when" at=${ticket.updatedAt}></docket-time>
    </a>`;
  }

  #assignee({ assignee }: TicketSummary) {
    const text = assignee ? msg(str`Assigned to ${assignee.name}`) : msg("Nobody has it");
    return html`<span class="assignee ${assignee ? "" : "nobody"}" title=${text}>
      <span class="sr-only">${text}</span><span aria-hidden="true">${assignee ? initials(assignee.name) : ""}</span>
    </span>`;
  }

  #links(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll("a")];
  }
}

define("docket-ticket-rows", TicketRows);

declare global {
  interface HTMLElementTagNameMap {
    "docket-ticket-rows": TicketRows;
  }
}
