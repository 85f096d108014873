import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { readingText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import "../../elements/notice/notice.ts";
import "../../elements/ticket-item/ticket-item.ts";
import { DeskView } from "./desk-view.ts";
import { styles } from "./list-view.styles.ts";

/** `<docket-list-view>`: what this person asked so far. */
export class ListView extends DeskView {
  static override styles = [...DeskView.styles, styles];

  override render() {
    const { desk } = this;
    return html`<div class="scroll">
        <h3 tabindex="-1">${msg("Your requests")}</h3>
        ${this.#tickets()}
      </div>
      <div class="foot">
        <button type="button" class="primary wide" @click=${() => desk.show({ name: "new" })}>
          ${icon("plus")}${msg("New request")}
        </button>
      </div>`;
  }

  #tickets() {
    const { desk } = this;
    const { value, error } = desk.tickets;
    const failure = error
      ? html`<docket-notice
          kind="error"
          text=${readingText(error)}
          action=${msg("Try again")}
          @docket-action=${() => desk.readTickets()}
        ></docket-notice>`
      : nothing;
    if (!value) return error ? failure : html`<docket-notice kind="loading"></docket-notice>`;
    if (value.length === 0) {
      return html`${failure}<docket-notice
          kind="empty"
          heading=${msg("Nothing here yet")}
          text=${msg("What you ask us will be listed here, with our answers.")}
        ></docket-notice>`;
    }
    return html`${failure}
      <ul @docket-choose=${(event: CustomEvent<string>) => desk.show({ name: "ticket", id: event.detail })}>
        ${value.map((ticket) => html`<li><docket-ticket-item .ticket=${ticket}></docket-ticket-item></li>`)}
      </ul>
      ${this.#restore()}`;
  }

  #restore() {
    if (this.desk.isProven) return nothing;
    return html`<p class="aside">
      ${msg("Something missing?")}
      <button type="button" class="link" @click=${() => this.desk.show({ name: "restore" })}>
        ${msg("Get a code by email")}
      </button>
    </p>`;
  }
}

define("docket-list-view", ListView);
