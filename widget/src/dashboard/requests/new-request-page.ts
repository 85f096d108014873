import { limits } from "@docket/core/limits";
import { msg } from "@lit/localize";
import { html } from "lit";
import { ApiError, isSignedOut, readingText, writingText } from "../../client/api.ts";
import { Sending } from "../../client/sending.ts";
import { sendAll } from "../../client/upload.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import type { FilledTicket, TicketFields } from "../../elements/ticket-form/ticket-form.ts";
import "../../elements/ticket-form/ticket-form.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { Draft } from "../ticket/drafts.ts";
import { styles } from "./requests-page.styles.ts";

const parseDraft = (text: string): Partial<TicketFields> => {
  if (text === "") return {};
  try {
    return JSON.parse(text) as Partial<TicketFields>;
  } catch {
    return {};
  }
};

/** A client asks something new. */
export class NewRequestPage extends DeskElement {
  static override styles = [base, controls, styles];

  readonly #sending = new Sending();
  #draft: Draft | null = null;
  #kept: Partial<TicketFields> = {};
  /** What the desk found wrong; the same object until there is another error, for a new one moves the focus. */
  #wrong: { readonly error: unknown; readonly fields: Readonly<Record<string, string>> } = { error: null, fields: {} };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sending.stop();
  }

  protected override willUpdate(): void {
    if (this.#draft) return;
    this.#draft = new Draft(this.desk.storage, this.desk.session.me?.id ?? "", "new");
    this.#kept = parseDraft(this.#draft.read());
  }

  protected override firstUpdated(): void {
    void this.desk.directory.load({ withStaff: false });
    this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
  }

  override render() {
    const { session, directory } = this.desk;
    return html`<header><h1 tabindex="-1">${msg("New request")}</h1></header>
      ${
        directory.error !== undefined && !isSignedOut(directory.error)
          ? html`<docket-notice
              kind="error"
              text=${readingText(directory.error)}
              action=${msg("Try again")}
              @docket-action=${() => directory.load({ withStaff: false })}
            ></docket-notice>`
          : html`<docket-ticket-form
              .categories=${directory.categories}
              .limits=${limits}
              .contact=${{ name: session.me?.name ?? "", email: session.me?.email ?? "" }}
              .draft=${this.#kept}
              .errors=${this.#errors()}
              ?busy=${this.#sending.busy}
              problem=${this.#problem()}
              @docket-draft=${(event: CustomEvent<TicketFields>) => {
                this.#draft?.write(JSON.stringify(event.detail));
                this.#sending.changed();
              }}
              @docket-send=${(event: CustomEvent<FilledTicket>) => this.#send(event.detail)}
              @docket-again=${() => this.#sending.again()}
            ></docket-ticket-form>`
      }`;
  }

  #errors(): Readonly<Record<string, string>> {
    const { error } = this.#sending;
    if (error !== this.#wrong.error) {
      const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      this.#wrong = { error, fields: Object.fromEntries(errors.map(({ field, message }) => [field, message])) };
    }
    return this.#wrong.fields;
  }

  #problem(): string {
    const { error } = this.#sending;
    return error === undefined || isSignedOut(error) ? "" : writingText(error);
  }

  async #send({ title, description, category, uploads }: FilledTicket): Promise<void> {
    const { client, toasts, navigate } = this.desk;
    await this.#sending.send(async (idempotencyKey) => {
      const attachmentIds = await sendAll(client, uploads);
      const body = { title, description, category, attachmentIds };
      const ticket = await client.request("POST /tickets", { body, idempotencyKey });
      this.#draft?.write("");
      toasts.done(msg("We have your request. The answer comes here and by email."));
      navigate(`/tickets/${ticket.number}`, { replace: true });
    });
  }
}

define("docket-new-request-page", NewRequestPage);
