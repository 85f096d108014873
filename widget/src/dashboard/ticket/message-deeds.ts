import type { MessageView } from "@docket/core/contract/message";
import { limits } from "@docket/core/limits";
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { ApiError, isSignedOut, problemText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { textOf } from "../app/form.ts";
import { styles } from "./message-deeds.styles.ts";
import type { TicketStore } from "./ticket-store.ts";

/**
 * What may be done with one message: its words are changed right here; that it is to be deleted is told by
 * `docket-delete`. What was typed stays until it is saved or given up.
 */
export class MessageDeeds extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = {
    store: { attribute: false },
    message: { attribute: false },
    editing: { type: Boolean, reflect: true },
    problem: { state: true },
    busy: { state: true },
  };
  declare store: TicketStore;
  declare message: MessageView;
  declare editing: boolean;
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.editing = false;
    this.problem = "";
    this.busy = false;
  }

  override render() {
    if (this.editing) return this.#form();
    const { can } = this.message;
    return html`${
      can.includes("edit")
        ? html`<button class="link" type="button" aria-label=${msg("Edit message")} @click=${this.#begin}>
            ${msg("Edit")}
          </button>`
        : nothing
    }
    ${
      can.includes("delete")
        ? html`<button class="link" type="button" aria-label=${msg("Delete message…")} @click=${this.#delete}>
            ${msg("Delete…")}
          </button>`
        : nothing
    }`;
  }

  #form() {
    return html`<form @submit=${this.#save} @keydown=${this.#key}>
      <label class="sr-only" for="words">${msg("Message")}</label>
      <textarea
        id="words"
        name="words"
        rows="4"
        ?required=${this.message.attachments.length === 0}
        maxlength=${limits.body}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        .defaultValue=${this.message.body}
        ?readonly=${this.busy}
      ></textarea>
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      <div class="actions">
        <button class="primary small" type="submit" aria-disabled=${this.busy}>${msg("Save")}</button>
        <button class="small" type="button" @click=${this.#end}>${msg("Cancel")}</button>
      </div>
    </form>`;
  }

  #delete(): void {
    this.dispatchEvent(new CustomEvent("docket-delete"));
  }

  async #begin(): Promise<void> {
    this.editing = true;
    this.problem = "";
    await this.updateComplete;
    const words = this.renderRoot.querySelector("textarea");
    words?.setSelectionRange(words.value.length, words.value.length);
    words?.focus();
  }

  async #end(): Promise<void> {
    this.editing = false;
    await this.updateComplete;
    this.renderRoot.querySelector("button")?.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      void this.#end();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.renderRoot.querySelector("form")?.requestSubmit();
    }
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const body = textOf(event.target as HTMLFormElement, "words");
    if (body === this.message.body) return this.#end();
    this.busy = true;
    this.problem = "";
    try {
      const { id: messageId, ticketId: id } = this.message;
      const written = await this.desk.client.request("PATCH /tickets/{id}/messages/{messageId}", {
        params: { id, messageId },
        body: { body },
      });
      void this.store.said(written.message, written.ticket);
      this.desk.toasts.done(msg("Saved."));
      await this.#end();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!isSignedOut(error)) this.problem = problemText(error);
    } finally {
      this.busy = false;
    }
  }
}

define("docket-message-deeds", MessageDeeds);

declare global {
  interface HTMLElementTagNameMap {
    "docket-message-deeds": MessageDeeds;
  }
}
