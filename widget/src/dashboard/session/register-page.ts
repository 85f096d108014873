import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { typedEmail } from "../../client/email.ts";
import { DeskElement } from "../app/desk.ts";
import { mark } from "../app/glyphs.ts";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import type { NewAccount } from "./auth.ts";
import { authWords } from "./auth-words.ts";
import { card } from "./card.styles.ts";
import "./code-form.ts";
import type { FieldErrors } from "../app/form.ts";
import { check, focusFirstError, rules, textField, textOf } from "../app/form.ts";
import { styles } from "./register-page.styles.ts";

/** A client makes an account: name, address, password, and then a code that proves the address. */
export class RegisterPage extends DeskElement {
  static override styles = [base, controls, card, styles];
  static override properties = {
    proving: { state: true },
    errors: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  /** The address that waits for its proof, once the account is made, and what goes with it. */
  declare proving: { readonly email: string; readonly account: NewAccount; readonly isDelayed: boolean } | null;
  declare errors: FieldErrors;
  declare failure: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.proving = null;
    this.errors = {};
    this.failure = null;
    this.busy = false;
  }

  override render() {
    return html`<main>
      <header>
        ${mark}
        <h1 tabindex="-1">${this.proving ? msg("Confirm your address") : msg("Create an account")}</h1>
        ${this.proving ? nothing : html`<p>${msg("Follow your requests and answer us in one place.")}</p>`}
      </header>
      ${this.failure ? html`<div class="alert" role="alert">${this.failure}</div>` : nothing}
      ${
        this.proving
          ? html`<docket-code-form
              .email=${this.proving.email}
              .account=${this.proving.account}
              .delayed=${this.proving.isDelayed}
            ></docket-code-form>`
          : this.#form()
      }
      <footer>
        <span>${msg("Already have an account?")} <a href="/sign-in">${msg("Sign in")}</a></span>
      </footer>
    </main>`;
  }

  #form() {
    return html`<form novalidate @submit=${this.#register}>
      ${textField({ name: "name", label: msg("Your name"), autocomplete: "name", error: this.errors["name"] })}
      ${textField({
        name: "email",
        label: msg("Email"),
        type: "email",
        autocomplete: "username",
        inputmode: "email",
        error: this.errors["email"],
      })}
      ${textField({
        name: "password",
        label: msg("Password"),
        type: "password",
        autocomplete: "new-password",
        hint: msg(str`At least ${limits.password.min} characters.`),
        error: this.errors["password"],
      })}
      <button class="primary" type="submit" aria-disabled=${this.busy}>${msg("Create account")}</button>
    </form>`;
  }

  async #register(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const [name, email, password] = [textOf(form, "name"), typedEmail(textOf(form, "email")), textOf(form, "password")];
    this.errors = check({ name: rules.name(name), email: rules.email(email), password: rules.newPassword(password) });
    await this.updateComplete;
    focusFirstError(form);
    if (this.busy || Object.keys(this.errors).length > 0) return;
    this.busy = true;
    this.failure = null;
    try {
      const { isDelayed } = await this.desk.auth.register(name, email, password);
      this.proving = { email, account: { name, password }, isDelayed };
    } catch (error) {
      this.failure = authWords(error);
    } finally {
      this.busy = false;
    }
  }
}

define("docket-register-page", RegisterPage);
