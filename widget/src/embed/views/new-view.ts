import { limits } from "@docket/core/limits";
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { fieldErrors, writingText } from "../../client/api.ts";
import type { Outgoing } from "../../client/outgoing.ts";
import type { Upload } from "../../client/upload.ts";
import { define } from "../../elements/define.ts";
import type { Contact, FilledTicket, TicketFields } from "../../elements/ticket-form/ticket-form.ts";
import "../../elements/ticket-form/ticket-form.ts";
import { DeskView } from "./desk-view.ts";

const known: readonly string[] = ["name", "email", "category", "title", "description"];
const nothingWritten = {};

const isBlank = (fields: TicketFields): boolean => !Object.values(fields).some(Boolean);

/** `<docket-new-view>`: opens a ticket. */
export class NewView extends DeskView {
  static override properties = { ...DeskView.properties, asks: { state: true } };
  /** Whether the person wants to write under another name or address. */
  declare asks: boolean;
  #contact: Contact | null = null;

  constructor() {
    super();
    this.asks = false;
  }

  get #outgoing(): Outgoing<TicketFields> {
    return this.desk.outgoing("new");
  }

  async #send(filled: FilledTicket): Promise<void> {
    const outgoing = this.#outgoing;
    await outgoing.sending.send(async (key) => {
      await this.desk.openTicket(filled, key);
      outgoing.clear();
    });
  }

  override render() {
    const { desk } = this;
    const { sending, draft, uploads } = this.#outgoing;
    const { error, busy } = sending;
    const errors = fieldErrors(error);
    const isMarked = Object.keys(errors).some((name) => known.includes(name));
    const problem = error === undefined ? "" : isMarked ? msg("Please look at the marked fields.") : writingText(error);
    const config = desk.config.value;
    return html`<div class="scroll">
      <div>
        <h3 tabindex="-1">${msg("How can we help?")}</h3>
        <p class="lead">${msg("We answer here and by email.")}</p>
      </div>
      <docket-ticket-form
        .categories=${config?.categories ?? []}
        .limits=${config?.limits ?? limits}
        .contact=${this.#who()}
        .draft=${draft.value ?? nothingWritten}
        .uploads=${uploads}
        .errors=${errors}
        .busy=${busy}
        .problem=${problem}
        @docket-draft=${({ detail }: CustomEvent<TicketFields>) => this.#outgoing.write(isBlank(detail) ? null : detail)}
        @docket-files=${({ detail }: CustomEvent<readonly Upload[]>) => this.#outgoing.attach(detail)}
        @docket-send=${(event: CustomEvent<FilledTicket>) => this.#send(event.detail)}
        @docket-again=${() => sending.again()}
      >
        ${
          desk.isProven
            ? nothing
            : html`<button slot="contact" type="button" class="link" @click=${() => (this.asks = true)}>
                ${msg("Change")}
              </button>`
        }
      </docket-ticket-form>
      ${
        desk.isProven
          ? nothing
          : html`<p class="aside">
              ${msg("Already wrote to us?")}
              <button type="button" class="link" @click=${() => desk.show({ name: "restore" })}>
                ${msg("Get a code by email")}
              </button>
            </p>`
      }
    </div>`;
  }

  /** The same object as long as it says the same, so that the form is not drawn again. */
  #who(): Contact | null {
    const contact = this.asks ? null : this.desk.contact;
    if (contact?.email !== this.#contact?.email || contact?.name !== this.#contact?.name) this.#contact = contact;
    return this.#contact;
  }
}

define("docket-new-view", NewView);
