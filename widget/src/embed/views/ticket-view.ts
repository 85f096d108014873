import type { TicketView as Ticket } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import { isGone, problemText, readingText, writingText } from "../../client/api.ts";
import { download } from "../../client/download.ts";
import type { Outgoing } from "../../client/outgoing.ts";
import { Sending } from "../../client/sending.ts";
import type { Upload } from "../../client/upload.ts";
import { stageBadge } from "../../elements/badge/stage.ts";
import type { Composed } from "../../elements/composer/composer.ts";
import "../../elements/composer/composer.ts";
import "../../elements/confirm/confirm.ts";
import "../../elements/conversation/conversation.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import type { DownloadEvent } from "../../elements/attachment-list/attachment-list.ts";
import { DeskView } from "./desk-view.ts";
import { styles } from "./ticket-view.styles.ts";

/** How far from the end somebody still counts as reading the newest message, in pixels. */
const nearEnd = 60;

/** `<docket-ticket-view>`: one ticket: how it stands, what was said, and the next word. */
export class TicketView extends DeskView {
  static override styles = [...DeskView.styles, styles];
  static override properties = { ...DeskView.properties, ticketId: { attribute: false }, problem: { state: true } };
  declare ticketId: string;
  /** Why the last thing other than a reply failed. */
  declare problem: string;
  readonly #acting = new Sending();
  #atEnd = true;
  /** The ticket of which something was shown last. */
  #shown: string | null = null;
  /** Whoever reads the newest message goes on doing so when another one comes, or when the reply below grows. */
  readonly #sizes = new ResizeObserver(() => {
    const scroll = this.renderRoot.querySelector(".scroll");
    if (scroll && this.#atEnd) scroll.scrollTop = scroll.scrollHeight;
  });

  constructor() {
    super();
    this.problem = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#acting.stop();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("ticketId")) this.#atEnd = true;
  }

  override updated(): void {
    super.updated();
    for (const element of this.renderRoot.querySelectorAll(".scroll, docket-conversation"))
      this.#sizes.observe(element);
  }

  #scrolled({ currentTarget }: Event): void {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget as HTMLElement;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
  }

  get #outgoing(): Outgoing<string> {
    return this.desk.outgoing(this.ticketId);
  }

  async #reply(ticket: Ticket, composed: Composed): Promise<void> {
    const outgoing = this.#outgoing;
    await outgoing.sending.send(async (key) => {
      await this.desk.reply(ticket, composed, key);
      outgoing.clear();
      this.renderRoot.querySelector("docket-composer")?.clear();
    });
  }

  async #act(task: (key: string) => Promise<void>): Promise<void> {
    this.#acting.changed();
    await this.#acting.send(task);
  }

  async #cancel(ticket: Ticket): Promise<void> {
    const yes = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg("Cancel this request?"),
      text: msg("We stop working on it. It stays in your list."),
      action: msg("Cancel request"),
      dismiss: msg("Keep it"),
    });
    if (yes) await this.#act((key) => this.desk.cancel(ticket, key));
  }

  async #download({ detail }: DownloadEvent): Promise<void> {
    this.problem = "";
    await download(this.desk.client, detail).catch((error: unknown) => (this.problem = problemText(error)));
  }

  override render() {
    const { value, error } = this.desk.thread;
    if (value) {
      this.#shown = value.ticket.id;
      return html`<div
          class="scroll"
          tabindex="0"
          role="group"
          aria-label=${msg("Request")}
          @scroll=${(event: Event) => this.#scrolled(event)}
          @docket-download=${(event: DownloadEvent) => this.#download(event)}
        >
          ${this.#head(value.ticket)}
          <docket-conversation .entries=${value.entries}></docket-conversation>
          ${this.#end(value.ticket)} ${this.#problem(error)}
        </div>
        ${value.ticket.can.includes("ticket.reply") ? this.#composer(value.ticket) : nothing}
        <docket-confirm></docket-confirm>`;
    }
    return html`<div class="scroll">
      ${error ? this.#problem(error) : html`<docket-notice kind="loading"></docket-notice>`}
    </div>`;
  }

  /** What was shown and is gone now was deleted. */
  #whyNot(error: unknown): string {
    return isGone(error) && this.#shown === this.ticketId ? msg("This request was deleted.") : readingText(error);
  }

  #problem(error: unknown) {
    const text =
      this.problem || (this.#acting.error && problemText(this.#acting.error)) || (error && this.#whyNot(error));
    if (!text) return nothing;
    return html`<docket-notice
      kind="error"
      text=${text}
      action=${error && !isGone(error) ? msg("Try again") : ""}
      @docket-action=${() => this.desk.readThread({ id: this.ticketId })}
    ></docket-notice>`;
  }

  #head({ title, number, stage, assignee }: Ticket) {
    return html`<header>
      <h3 tabindex="-1" dir="auto">${title}</h3>
      <p class="facts">
        ${stageBadge(stage)}<span>#${number}</span>
        ${assignee ? html`<span>${msg(str`Assigned to ${assignee.name}`)}</span>` : nothing}
      </p>
    </header>`;
  }

  /** What comes after the last message: what can be done beside replying. */
  #end(ticket: Ticket) {
    const reopen = ticket.can.includes("ticket.reopen");
    const cancel = ticket.can.includes("ticket.cancel");
    const text =
      ticket.stage === "solved"
        ? msg("We think this is solved. If it is not, just reply.")
        : ticket.stage === "cancelled"
          ? msg("This request was cancelled.")
          : ticket.stage === "closed"
            ? msg("This request is closed.")
            : "";
    if (!reopen && !cancel && !text) return nothing;
    return html`<div class="end">
      ${text ? html`<p>${text}</p>` : nothing}
      ${
        reopen
          ? html`<button
              type="button"
              class="small"
              ?disabled=${this.#acting.busy}
              @click=${() => this.#act((key) => this.desk.reopen(ticket, key))}
            >
              ${msg("It is not solved")}
            </button>`
          : nothing
      }
      ${
        cancel
          ? html`<button
              type="button"
              class="small quiet"
              ?disabled=${this.#acting.busy}
              @click=${() => this.#cancel(ticket)}
            >
              ${msg("Cancel request")}
            </button>`
          : nothing
      }
    </div>`;
  }

  #composer(ticket: Ticket) {
    const { sending, draft, uploads } = this.#outgoing;
    const { busy, error } = sending;
    return html`<div class="foot">
      <docket-composer
        label=${msg("Write a reply")}
        .draft=${draft.value ?? ""}
        .uploads=${uploads}
        .limits=${this.desk.config.value?.limits ?? limits}
        .busy=${busy}
        .problem=${error === undefined ? "" : writingText(error)}
        @docket-draft=${({ detail }: CustomEvent<string>) => this.#outgoing.write(detail.trim() ? detail : null)}
        @docket-files=${({ detail }: CustomEvent<readonly Upload[]>) => this.#outgoing.attach(detail)}
        @docket-send=${(event: CustomEvent<Composed>) => this.#reply(ticket, event.detail)}
        @docket-again=${() => sending.again()}
      ></docket-composer>
    </div>`;
  }
}

define("docket-ticket-view", TicketView);
