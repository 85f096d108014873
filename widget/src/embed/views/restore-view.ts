import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { problemText } from "../../client/api.ts";
import { bareEmail } from "../bare-email.ts";
import { Sending } from "../../client/sending.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { DeskView } from "./desk-view.ts";
import { styles } from "./restore-view.styles.ts";

const entered = (form: HTMLFormElement, name: string): string =>
  (form.elements.namedItem(name) as HTMLInputElement).value.trim();

/** `<docket-restore-view>`: a returning visitor proves the email address and gets the history back. */
export class RestoreView extends DeskView {
  static override styles = [...DeskView.styles, styles];
  static override properties = { ...DeskView.properties, email: { state: true }, delayed: { state: true } };
  /** Where the code goes; empty until it is asked for. */
  declare email: string;
  /** No emails go out at the desk for now. */
  declare delayed: boolean;
  readonly #sending = new Sending();
  /** The address of the code before, offered again. */
  #typed = "";

  constructor() {
    super();
    this.email = "";
    this.delayed = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sending.stop();
  }

  override updated(): void {
    super.updated();
    this.renderRoot.querySelector<HTMLInputElement>("#code:not([data-met])")?.focus();
    this.renderRoot.querySelector("#code")?.setAttribute("data-met", "");
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.#sending.changed();
    if (this.email) {
      const code = entered(form, "code").replace(/[\s-]/g, "");
      await this.#sending.send((key) => this.desk.proveEmail(this.email, code, key));
    } else {
      const email = entered(form, "email");
      await this.#sending.send(async (key) => {
        this.delayed = await this.desk.requestCode(email, key);
        this.email = bareEmail(email);
      });
    }
  }

  #startOver(): void {
    this.#sending.changed();
    this.#typed = this.email;
    this.email = "";
  }

  override render() {
    const { busy, error } = this.#sending;
    return html`<div class="scroll">
      ${
        this.desk.ended.get()
          ? html`<docket-notice
              kind="error"
              text=${msg("Your session has ended. Confirm your email address to go on; what you wrote is kept.")}
            ></docket-notice>`
          : nothing
      }
      <div>
        <h3 tabindex="-1">${msg("Find your requests")}</h3>
        <p class="lead">${this.#lead()}</p>
      </div>
      <form @submit=${(event: SubmitEvent) => this.#submit(event)}>
        ${this.email ? this.#code() : this.#address()}
        ${error === undefined ? nothing : html`<docket-notice kind="error" text=${problemText(error)}></docket-notice>`}
        <button class="primary" ?disabled=${busy}>
          ${this.email ? msg("Show my requests") : msg("Send me a code")}
        </button>
      </form>
      ${
        this.email
          ? html`<p class="aside">
              ${this.delayed ? nothing : msg("Nothing there after a minute? Look in spam, or ask for another.")}
              <button type="button" class="link" @click=${() => this.#startOver()}>
                ${msg("Ask again or use another address")}
              </button>
            </p>`
          : nothing
      }
    </div>`;
  }

  #lead(): string {
    const { email } = this;
    if (!email) return msg("We send a code to your email address. With it you see everything you wrote to us.");
    return this.delayed
      ? msg(
          str`Emails are delayed at the moment. If we know ${email} and no code comes within ten minutes, ask for another one later.`,
        )
      : msg(str`If we know ${email}, a code is on its way to it.`);
  }

  #address() {
    return html`<div class="field">
      <label for="email">${msg("Your email")}</label>
      <input
        id="email"
        name="email"
        inputmode="email"
        autocapitalize="none"
        spellcheck="false"
        autocomplete="email"
        required
        .value=${this.#typed || (this.desk.contact?.email ?? "")}
      />
    </div>`;
  }

  #code() {
    return html`<div class="field">
      <label for="code">${msg("Code")}</label>
      <input
        id="code"
        name="code"
        inputmode="numeric"
        autocomplete="one-time-code"
        pattern="\\s*(\\d[\\s\\-]*){6}((\\d[\\s\\-]*){6})?"
        title=${msg("The digits of the email")}
        required
      />
    </div>`;
  }
}

define("docket-restore-view", RestoreView);
