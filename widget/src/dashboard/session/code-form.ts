import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { DeskElement } from "../app/desk.ts";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import type { Mailed, NewAccount } from "./auth.ts";
import { authWords } from "./auth-words.ts";
import { card } from "./card.styles.ts";
import { styles } from "./code-form.styles.ts";
import type { FieldErrors } from "../app/form.ts";
import { check, focusFirstError, rules, textField, textOf } from "../app/form.ts";

/** The step after a code was asked for, and then the person is signed in. With it a new password can be set. */
export class CodeForm extends DeskElement {
  static override styles = [base, controls, card, styles];
  static override properties = {
    email: {},
    account: {},
    resets: {},
    delayed: {},
    errors: { state: true },
    failure: { state: true },
    told: { state: true },
    busy: { state: true },
  };
  declare email: string;
  /** What was chosen for a new account, whose address the code proves; null when somebody just signs in. */
  declare account: NewAccount | null;
  /** Asks for a new password, which the code sets. */
  declare resets: boolean;
  /** No emails go out at the desk for now. */
  declare delayed: boolean;
  declare errors: FieldErrors;
  declare failure: string | null;
  declare told: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.email = "";
    this.account = null;
    this.resets = false;
    this.delayed = false;
    this.errors = {};
    this.failure = null;
    this.told = null;
    this.busy = false;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  override render() {
    return html`<form novalidate @submit=${this.#submit}>
      ${this.delayed ? nothing : html`<p>${msg(html`A code is on its way to <strong>${this.email}</strong>.`)}</p>`}
      ${this.failure ? html`<div class="alert" role="alert">${this.failure}</div>` : nothing}
      <div role="status">${this.#told()}</div>
      ${textField({
        name: "code",
        label: msg("Code"),
        autocomplete: "one-time-code",
        inputmode: "numeric",
        error: this.errors["code"],
      })}
      ${
        this.resets
          ? textField({
              name: "password",
              label: msg("New password"),
              type: "password",
              autocomplete: "new-password",
              hint: msg(str`At least ${limits.password.min} characters. You are signed out everywhere else.`),
              error: this.errors["password"],
            })
          : nothing
      }
      <button class="primary" type="submit" aria-disabled=${this.busy}>${msg("Continue")}</button>
      ${this.delayed ? nothing : html`<p>${msg("Nothing there after a minute? Look in spam, or ask for another.")}</p>`}
      <button class="quiet" type="button" @click=${this.#sendAgain}>${msg("Send another code")}</button>
    </form>`;
  }

  #told() {
    if (this.delayed) {
      return html`<div class="told">
        ${msg(html`Emails are delayed at the moment. If no code reaches <strong>${this.email}</strong> within ten minutes, ask for another one later.`)}
      </div>`;
    }
    return this.told ? html`<div class="told">${this.told}</div>` : nothing;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const [code, chosen] = [textOf(form, "code"), textOf(form, "password")];
    this.errors = check({ code: rules.code(code), ...(this.resets && { password: rules.newPassword(chosen) }) });
    await this.updateComplete;
    focusFirstError(form);
    if (Object.keys(this.errors).length > 0) return;
    await this.#attempt(async () => {
      await this.#prove(code, chosen);
      await this.desk.session.load();
    });
  }

  async #prove(code: string, chosen: string): Promise<void> {
    const { auth } = this.desk;
    if (this.resets) {
      await auth.resetPassword(this.email, code, chosen);
      await auth.signIn(this.email, chosen);
    } else if (this.account === null) await auth.signInWithCode(this.email, code);
    else await auth.proveEmail(this.email, code, this.account);
  }

  #request(): Promise<Mailed> {
    const { auth } = this.desk;
    if (this.resets) return auth.requestReset(this.email);
    return auth.sendCode(this.email, this.account === null ? "sign-in" : "email-verification");
  }

  async #sendAgain(): Promise<void> {
    await this.#attempt(async () => {
      const { isDelayed } = await this.#request();
      this.delayed = isDelayed;
      if (isDelayed) return;
      this.told = msg(str`The code is on its way to ${this.email}. It can take a minute.`);
    });
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    this.told = null;
    try {
      await step();
    } catch (error) {
      this.failure = authWords(error);
    } finally {
      this.busy = false;
    }
  }
}

define("docket-code-form", CodeForm);
