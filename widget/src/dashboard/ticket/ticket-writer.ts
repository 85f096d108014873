import { msg, str } from "@lit/localize";
import type { MessageView } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import { isSignedOut, writingText } from "../../client/api.ts";
import { Sending } from "../../client/sending.ts";
import { sendAll } from "../../client/upload.ts";
import type { Composed, Composer } from "../../elements/composer/composer.ts";
import "../../elements/composer/composer.ts";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { icon } from "../../elements/icon.ts";
import { DeskElement } from "../app/desk.ts";
import { Draft } from "./drafts.ts";
import type { TicketStore } from "./ticket-store.ts";
import { whoReads } from "./unreached-text.ts";
import { styles } from "./ticket-writer.styles.ts";

type Kind = MessageView["kind"];

/** One of the two texts that may be under way: it keeps its draft, and its way to the desk. */
class Pen {
  readonly kind: Kind;
  readonly draft: Draft;
  /** What was kept from before; read once, so that rendering again does not touch what is being written. */
  readonly kept: string;
  readonly sending = new Sending();

  constructor(kind: Kind, draft: Draft) {
    this.kind = kind;
    this.draft = draft;
    this.kept = this.draft.read();
  }
}

/**
 * Writes on one ticket: a reply that the client reads, or an internal note. Make a new one for another
 * ticket. What fails to go out stays here, with its files and the key that keeps it from arriving twice.
 */
export class TicketWriter extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = { store: { attribute: false }, ticket: { attribute: false }, kind: { state: true } };
  declare store: TicketStore;
  declare ticket: TicketView;
  declare kind: Kind;
  #pens: Readonly<Record<Kind, Pen>> | null = null;

  constructor() {
    super();
    this.kind = "reply";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const pen of Object.values(this.#pens ?? {})) pen.sending.stop();
  }

  /** Puts the cursor into the reply or the note; false where this may not be written. */
  async write(kind: Kind): Promise<void> {
    if (!this.ticket.can.includes(`ticket.${kind}`)) return;
    this.kind = kind;
    await this.updateComplete;
    this.#composer(kind)?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("ticket")) return;
    const myId = this.desk.session.me?.id ?? "";
    const pen = (kind: Kind): Pen => new Pen(kind, new Draft(this.desk.storage, myId, this.ticket.id, kind));
    this.#pens ??= { reply: pen("reply"), note: pen("note") };
    const { can } = this.ticket;
    if (!can.includes(`ticket.${this.kind}`)) this.kind = can.includes("ticket.reply") ? "reply" : "note";
  }

  override render() {
    const { can } = this.ticket;
    const pens = Object.values(this.#pens ?? {}).filter(({ kind }) => can.includes(`ticket.${kind}`));
    if (pens.length === 0) {
      return html`<p class="closed">
        ${
          can.includes("ticket.reopen")
            ? msg("This is closed. Reopen it to write here.")
            : msg("This is closed for good. Open a new request if there is more to say.")
        }
      </p>`;
    }
    return html`${can.includes("ticket.note") ? this.#switch(pens) : nothing} ${pens.map((pen) => this.#writer(pen))}`;
  }

  #switch(pens: readonly Pen[]) {
    const texts = { reply: msg("Reply"), note: msg("Internal note") };
    return html`<fieldset>
      <legend class="sr-only">${msg("What you write")}</legend>
      <span class="tabs">
        ${pens.map(
          ({ kind }) =>
            html`<label class=${kind}>
              <input
                type="radio"
                name="kind"
                value=${kind}
                .checked=${kind === this.kind}
                @change=${() => (this.kind = kind)}
              />${texts[kind]}
            </label>`,
        )}
      </span>
      <span class="hint"> ${this.kind === "reply" ? this.#reach() : msg("Only the staff can read it")} </span>
    </fieldset>`;
  }

  #reach() {
    const { requester } = this.ticket;
    return requester.unreached === null
      ? msg(str`Goes to ${requester.email}`)
      : html`<span class="unreached">${icon("alert")}${whoReads(this.ticket)}</span>`;
  }

  #writer(pen: Pen) {
    const { kind, sending } = pen;
    const error = sending.error;
    return html`<docket-composer
      id=${kind}
      tone=${kind}
      label=${kind === "note" ? msg("Internal note") : msg("Your reply")}
      placeholder=${kind === "note" ? msg("A note for the staff…") : msg("Write a reply…")}
      action=${kind === "note" ? msg("Add note") : msg("Send reply")}
      .draft=${pen.kept}
      ?hidden=${kind !== this.kind}
      ?busy=${sending.busy}
      problem=${error === undefined || isSignedOut(error) ? "" : writingText(error)}
      @docket-draft=${(event: CustomEvent<string>) => {
        pen.draft.write(event.detail);
        sending.changed();
      }}
      @docket-files=${() => sending.changed()}
      @docket-send=${(event: CustomEvent<Composed>) => this.#send(pen, event.detail)}
      @docket-again=${async () => this.#sent(pen, await sending.again())}
    ></docket-composer>`;
  }

  async #send(pen: Pen, { body, uploads }: Composed): Promise<void> {
    const { client } = this.desk;
    const params = { id: this.ticket.id };
    const path = pen.kind === "note" ? "POST /tickets/{id}/notes" : "POST /tickets/{id}/replies";
    const arrived = await pen.sending.send(async (idempotencyKey) => {
      const attachmentIds = await sendAll(client, uploads);
      const written = await client.request(path, { params, body: { body, attachmentIds }, idempotencyKey });
      void this.store.said(written.message, written.ticket);
    });
    this.#sent(pen, arrived);
  }

  #sent(pen: Pen, arrived: boolean): void {
    if (!arrived) return;
    pen.draft.write("");
    this.#composer(pen.kind)?.clear();
    const kept = this.ticket.requester.unreached !== null;
    const done = kept ? msg("Reply kept. No email goes out.") : msg("Your reply is on its way.");
    this.desk.toasts.done(pen.kind === "note" ? msg("Note added.") : done);
  }

  #composer(kind: Kind): Composer | null {
    return this.renderRoot.querySelector(`docket-composer#${kind}`);
  }
}

define("docket-ticket-writer", TicketWriter);

declare global {
  interface HTMLElementTagNameMap {
    "docket-ticket-writer": TicketWriter;
  }
}
