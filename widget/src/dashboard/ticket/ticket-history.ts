import { msg } from "@lit/localize";
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { readingText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import "../../elements/relative-time/relative-time.ts";
import { base } from "../../styles/base.ts";
import { DeskElement } from "../app/desk.ts";
import { historyText, viaText } from "./history-text.ts";
import { styles } from "./ticket-history.styles.ts";
import type { TicketStore } from "./ticket-store.ts";

/** What happened to a ticket, latest first: who did what, and when. */
export class TicketHistory extends DeskElement {
  static override styles = [base, styles];
  static override properties = { store: { attribute: false } };
  declare store: TicketStore;

  override render() {
    return html`<section aria-labelledby="history">
      <h2 id="history">${msg("History")}</h2>
      ${this.#steps()}
    </section>`;
  }

  #steps() {
    const { history, historyError } = this.store;
    if (historyError !== undefined && !history) {
      return html`<docket-notice
        kind="error"
        text=${readingText(historyError)}
        action=${msg("Try again")}
        @docket-action=${() => this.store.reload()}
      ></docket-notice>`;
    }
    return html`<ol>
      ${repeat(
        history?.toReversed() ?? [],
        ({ seq }) => seq,
        (entry) =>
          html`<li>
            <strong>${entry.actor.name}</strong> ${historyText(entry, (id) => this.desk.directory.categoryName(id))}
            ${viaText(entry.via)} ·
            <docket-time at=${entry.at}></docket-time>
          </li>`,
      )}
    </ol>`;
  }
}

define("docket-ticket-history", TicketHistory);
