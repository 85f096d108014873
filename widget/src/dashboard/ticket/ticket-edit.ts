import type { TicketView } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { ApiError, problemText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { textOf } from "../app/form.ts";
import { styles } from "./ticket-edit.styles.ts";
import type { TicketStore } from "./ticket-store.ts";
import { StaleEdit } from "./ticket-store.ts";

/**
 * Changes the title and the description. When somebody else changed them meanwhile, what was written stays,
 * and the person decides. Fires `docket-done` when there is nothing more to edit.
 */
export class TicketEdit extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = {
    store: { attribute: false },
    ticket: { attribute: false },
    theirs: { state: true },
    problem: { state: true },
    busy: { state: true },
  };
  declare store: TicketStore;
  /** The ticket as it was when editing began. */
  declare ticket: TicketView;
  /** The ticket as somebody else made it in between. */
  declare theirs: TicketView | null;
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.theirs = null;
    this.problem = "";
    this.busy = false;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  override render() {
    return html`<form aria-label=${msg("Edit the request")} @submit=${this.#save}>
      ${this.theirs ? this.#stale(this.theirs) : nothing}
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      <div class="field">
        <label for="title">${msg("Title")}</label>
        <input id="title" name="title" required maxlength=${limits.title} .defaultValue=${this.ticket.title} />
      </div>
      <div class="field">
        <label for="description">${msg("Description")}</label>
        <textarea
          id="description"
          name="description"
          ?required=${this.store.files.length === 0}
          maxlength=${limits.body}
          .defaultValue=${this.ticket.description}
        ></textarea>
      </div>
      <div class="actions">
        <button class="primary small" type="submit" ?disabled=${this.busy}>
          ${this.theirs ? msg("Save mine instead") : msg("Save")}
        </button>
        <button class="small" type="button" @click=${this.#done}>
          ${this.theirs ? msg("Keep theirs") : msg("Cancel")}
        </button>
      </div>
    </form>`;
  }

  #stale({ title, description }: TicketView) {
    return html`<div class="stale" role="alert">
      <p>
        ${msg("Somebody else changed this while you were writing. Your text is kept below and nothing was overwritten. This is what they made of it:")}
      </p>
      <blockquote dir="auto">${title}</blockquote>
      ${description === "" ? nothing : html`<blockquote dir="auto">${description}</blockquote>`}
    </div>`;
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const base = this.theirs ?? this.ticket;
    const title = textOf(form, "title");
    const description = textOf(form, "description");
    const fields = {
      ...(title === base.title ? {} : { title }),
      ...(description === base.description ? {} : { description }),
    };
    if (Object.keys(fields).length === 0) return this.#done();
    this.busy = true;
    this.problem = "";
    try {
      await this.store.edit(fields, base);
      this.desk.toasts.done(msg("Saved."));
      this.#done();
    } catch (error) {
      if (error instanceof StaleEdit) this.theirs = error.now;
      else if (error instanceof ApiError) this.problem = problemText(error);
      else throw error;
    } finally {
      this.busy = false;
    }
  }

  #done(): void {
    this.dispatchEvent(new CustomEvent("docket-done"));
  }
}

define("docket-ticket-edit", TicketEdit);
