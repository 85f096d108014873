import type { TicketSummary } from "@docket/core/contract/ticket";
import { LitElement, html, nothing } from "lit";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { stageBadge } from "../badge/stage.ts";
import { define } from "../define.ts";
import { icon } from "../icon.ts";
import "../relative-time/relative-time.ts";
import { styles } from "./ticket-item.styles.ts";

/** `<docket-ticket-item>`: a ticket in its client's list. Fires `docket-choose` with the ticket's id. */
export class TicketItem extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = { ticket: { attribute: false } };
  declare ticket: TicketSummary | null;

  constructor() {
    super();
    this.ticket = null;
  }

  override focus(): void {
    this.renderRoot.querySelector("button")?.focus();
  }

  override render() {
    const { ticket } = this;
    if (!ticket) return nothing;
    const choose = () => this.dispatchEvent(new CustomEvent("docket-choose", { detail: ticket.id, bubbles: true }));
    return html`<button type="button" part="item" @click=${choose}>
      <span class="title" dir="auto">${ticket.title}</span>
      ${icon("chevron")}
      <span class="meta">
        ${stageBadge(ticket.stage)}<span>#${ticket.number}</span><docket-time at=${ticket.updatedAt}></docket-time>
      </span>
    </button>`;
  }
}

define("docket-ticket-item", TicketItem);

declare global {
  interface HTMLElementTagNameMap {
    "docket-ticket-item": TicketItem;
  }
}
