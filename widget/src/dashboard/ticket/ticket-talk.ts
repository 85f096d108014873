import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageView } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { isSignedOut, readingText } from "../../client/api.ts";
import { download } from "../../client/download.ts";
import "../../elements/confirm/confirm.ts";
import "../../elements/conversation/conversation.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { entriesOf } from "./entries.ts";
import "./message-deeds.ts";
import type { TicketStore } from "./ticket-store.ts";

/** What was said on a ticket, with what may be done with each message. */
export class TicketTalk extends DeskElement {
  static override styles = [base];
  static override properties = { store: { attribute: false }, ticket: { attribute: false } };
  declare store: TicketStore;
  declare ticket: TicketView;

  /** What was said is there when this is. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.#conversation?.updateComplete;
    return complete;
  }

  override render() {
    const { messages = [], files, error } = this.store;
    return html`<docket-conversation
        viewer="staff"
        .entries=${entriesOf(this.ticket, files, messages)}
        .extra=${({ id }: { readonly id: string }) => this.#deeds(messages.find((message) => message.id === id))}
        @docket-download=${(event: CustomEvent<AttachmentView>) =>
          attempt(this.desk, () => download(this.desk.client, event.detail))}
      ></docket-conversation>
      ${
        error !== undefined && !isSignedOut(error)
          ? html`<docket-notice
              kind="error"
              text=${readingText(error)}
              action=${msg("Try again")}
              @docket-action=${() => this.store.reload()}
            ></docket-notice>`
          : nothing
      }
      <docket-confirm></docket-confirm>`;
  }

  #deeds(message: MessageView | undefined) {
    if (!message || message.can.length === 0) return nothing;
    return html`<docket-message-deeds
      .store=${this.store}
      .message=${message}
      @docket-delete=${() => this.#delete(message)}
    ></docket-message-deeds>`;
  }

  get #conversation() {
    return this.renderRoot.querySelector("docket-conversation");
  }

  async #delete({ id, ticketId, kind, delivery }: MessageView): Promise<void> {
    const text =
      kind === "note"
        ? msg("Its words and files go away. That it was there stays visible to the staff.")
        : msg("Its words and files go away for everybody. That it was there stays visible, to the client, too.");
    const sent = delivery === "sent" ? msg("The email that carried it cannot be taken back.") : "";
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg("Delete this message?"),
      text: `${text} ${sent}`.trim(),
      action: msg("Delete message"),
    });
    if (!sure) return;
    const params = { id: ticketId, messageId: id };
    const isGone = await attempt(
      this.desk,
      async () => {
        const written = await this.desk.client.request("DELETE /tickets/{id}/messages/{messageId}", { params });
        void this.store.said(written.message, written.ticket);
      },
      msg("Message deleted."),
    );
    if (isGone) await this.#moveTo(id);
  }

  /** The keyboard goes to the message: the button that it was on is gone. */
  async #moveTo(id: string): Promise<void> {
    await this.updateComplete;
    const at = 1 + (this.store.messages?.findIndex((message) => message.id === id) ?? 0);
    const item = this.#conversation?.renderRoot.querySelectorAll("li")[at];
    if (!item) return;
    item.tabIndex = -1;
    item.focus();
  }
}

define("docket-ticket-talk", TicketTalk);

declare global {
  interface HTMLElementTagNameMap {
    "docket-ticket-talk": TicketTalk;
  }
}
