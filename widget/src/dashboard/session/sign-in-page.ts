import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { typedEmail } from "../../client/email.ts";
import { DeskElement } from "../app/desk.ts";
import { mark } from "../app/glyphs.ts";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { authWords } from "./auth-words.ts";
import { card } from "./card.styles.ts";
import "./code-form.ts";
import type { FieldErrors } from "../app/form.ts";
import { check, focusFirstError, rules, textField, textOf } from "../app/form.ts";
import { styles } from "./sign-in-page.styles.ts";

/** What is asked for: the password, the address that gets a code, or the code. */
type Step = "password" | "address" | "code";

/** Signing in with a password or with a code by email, or setting a new password. */
export class SignInPage extends DeskElement {
  static override styles = [base, controls, card, styles];
  static override properties = {
    step: { state: true },
    resets: { state: true },
    delayed: { state: true },
    email: { state: true },
    errors: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  declare step: Step;
  /** The code is to set a new password with. */
  declare resets: boolean;
  /** No emails go out at the desk for now. */
  declare delayed: boolean;
  declare email: string;
  declare errors: FieldErrors;
  declare failure: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.step = "password";
    this.resets = false;
    this.delayed = false;
    this.email = "";
    this.errors = {};
    this.failure = null;
    this.busy = false;
  }

  override render() {
    const { state } = this.desk.session;
    return html`<main>
      <header>
        ${mark}
        <h1 tabindex="-1">${this.resets ? msg("Set a new password") : msg("Sign in to Docket")}</h1>
        ${
          state.kind === "signed_out" && state.lost
            ? html`<p role="status">
                ${msg("You were signed out: your session ran out or was ended elsewhere, or your password, rights or account changed. Sign in to go on.")}
              </p>`
            : nothing
        }
      </header>
      ${this.failure ? html`<div class="alert" role="alert">${this.failure}</div>` : nothing} ${this.#form()}
      <footer>
        ${
          this.step === "password"
            ? html`<span>${msg("New here?")} <a href="/register">${msg("Create an account")}</a></span>`
            : html`<button class="link" type="button" @click=${() => this.#go("password", false)}>
                ${msg("Sign in with a password")}
              </button>`
        }
      </footer>
    </main>`;
  }

  #form() {
    if (this.step === "code")
      return html`<docket-code-form
        .email=${this.email}
        .resets=${this.resets}
        .delayed=${this.delayed}
      ></docket-code-form>`;
    const email = textField({
      name: "email",
      label: msg("Email"),
      type: "email",
      autocomplete: "username",
      inputmode: "email",
      value: this.email,
      error: this.errors["email"],
    });
    if (this.step === "address") {
      return html`<form novalidate @submit=${this.#requestCode}>
        ${email}
        <button class="primary" type="submit" aria-disabled=${this.busy}>${msg("Send me a code")}</button>
      </form>`;
    }
    return html`<form novalidate @submit=${this.#signIn}>
      ${email}
      ${textField({
        name: "password",
        label: msg("Password"),
        type: "password",
        autocomplete: "current-password",
        error: this.errors["password"],
      })}
      <button class="primary" type="submit" aria-disabled=${this.busy}>${msg("Sign in")}</button>
      <button class="link" type="button" @click=${() => this.#askForAddress(true)}>
        ${msg("Forgot your password?")}
      </button>
      <div class="or">${msg("or")}</div>
      <button type="button" @click=${() => this.#askForAddress(false)}>${msg("Sign in with a code by email")}</button>
    </form>`;
  }

  #go(step: Step, resets = this.resets): void {
    this.step = step;
    this.resets = resets;
    this.errors = {};
    this.failure = null;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("input")?.focus());
  }

  /** Moves on to the code; an address that is already there need not be typed again. */
  #askForAddress(resets: boolean): void {
    const form = this.renderRoot.querySelector("form");
    if (form) this.email = typedEmail(textOf(form, "email"));
    this.#go("address", resets);
  }

  async #signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.email = typedEmail(textOf(form, "email"));
    const password = textOf(form, "password");
    if (!(await this.#valid(form, { email: rules.email(this.email), password: rules.password(password) }))) return;
    await this.#attempt(async () => {
      await this.desk.auth.signIn(this.email, password);
      await this.desk.session.load();
    });
  }

  async #requestCode(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.email = typedEmail(textOf(form, "email"));
    if (!(await this.#valid(form, { email: rules.email(this.email) }))) return;
    await this.#attempt(async () => {
      const { auth } = this.desk;
      const { isDelayed } = await (this.resets ? auth.requestReset(this.email) : auth.sendCode(this.email, "sign-in"));
      this.delayed = isDelayed;
      this.#go("code");
    });
  }

  async #valid(form: HTMLFormElement, fields: Readonly<Record<string, string | undefined>>): Promise<boolean> {
    this.errors = check(fields);
    await this.updateComplete;
    focusFirstError(form);
    return Object.keys(this.errors).length === 0;
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await step();
    } catch (error) {
      this.failure = authWords(error);
    } finally {
      this.busy = false;
    }
  }
}

define("docket-sign-in-page", SignInPage);
