import { ApiError } from "@docket/api/client";
import type { InvitationOffer } from "@docket/core/contract/person";
import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { problemText, readingText } from "../../client/api.ts";
import { Resource } from "../../client/resource.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { mark } from "../app/glyphs.ts";
import { asRoleText } from "../settings/role-text.ts";
import { AuthError } from "./auth.ts";
import { authWords } from "./auth-words.ts";
import { card } from "./card.styles.ts";
import type { FieldErrors } from "../app/form.ts";
import { check, focusFirstError, rules, textField, textOf } from "../app/form.ts";
import { styles } from "./join-page.styles.ts";

const isProblem = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof ApiError && codes.includes(error.problem.code);

/** Where an invitation leads: the invited person, or the first admin, chooses a name and a password. */
export class JoinPage extends DeskElement {
  static override styles = [base, controls, card, styles];
  static override properties = {
    token: {},
    used: { state: true },
    errors: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  /** The secret of the link, which stands behind `#` so that no server log sees it. */
  declare token: string;
  declare used: boolean;
  declare errors: FieldErrors;
  declare failure: string | null;
  declare busy: boolean;

  readonly #offer = new Resource<InvitationOffer>();

  constructor() {
    super();
    this.token = "";
    this.used = false;
    this.errors = {};
    this.failure = null;
    this.busy = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("token")) return;
    this.#offer.clear();
    void this.#look();
  }

  #look(): Promise<void> {
    const body = { token: this.token };
    return this.#offer.load((signal) => this.desk.client.request("POST /invitations/lookup", { body, signal }));
  }

  override render() {
    return html`<main>
      ${this.used ? this.#badLink() : this.#offered()}
      <footer>
        <span>${msg("Already joined?")} <a href="/sign-in">${msg("Sign in")}</a></span>
      </footer>
    </main>`;
  }

  #offered(): TemplateResult {
    const { value, error } = this.#offer;
    if (value) return this.#form(value);
    if (isProblem(error, "invitation.invalid", "request.invalid")) return this.#badLink();
    return error === undefined
      ? html`<header>${mark}</header>
          <docket-notice kind="loading"></docket-notice>`
      : this.#noAnswer(error);
  }

  #badLink(): TemplateResult {
    return html`<header>
      ${mark}
      <h1>${msg("This link no longer works")}</h1>
      <p>
        ${msg("It was used already, was taken back, or is too old. Ask an admin of your desk to invite you again. If you joined with it yourself, just sign in.")}
      </p>
    </header>`;
  }

  #noAnswer(error: unknown): TemplateResult {
    return html`<header>
        ${mark}
        <h1>${msg("Your invitation could not be read")}</h1>
      </header>
      <docket-notice
        kind="error"
        text=${readingText(error)}
        action=${msg("Try again")}
        @docket-action=${() => this.#look()}
      ></docket-notice>`;
  }

  #form(offer: InvitationOffer): TemplateResult {
    const role = asRoleText(offer.role);
    return html`<header>
        ${mark}
        <h1>${msg("Join the desk")}</h1>
        <p>
          ${
            offer.email
              ? msg(html`You are invited as <strong>${role}</strong> with the address <strong>${offer.email}</strong>.`)
              : msg(html`You are the first here and become <strong>${role}</strong>.`)
          }
        </p>
      </header>
      ${this.failure ? html`<div class="alert" role="alert">${this.failure}</div>` : nothing}
      <form novalidate @submit=${(event: SubmitEvent) => this.#accept(event, offer)}>
        ${textField({ name: "name", label: msg("Your name"), autocomplete: "name", error: this.errors["name"] })}
        ${
          offer.email
            ? html`<input type="email" autocomplete="username" .value=${offer.email} hidden readonly />`
            : textField({
                name: "email",
                label: msg("Email"),
                type: "email",
                autocomplete: "username",
                inputmode: "email",
                error: this.errors["email"],
              })
        }
        ${textField({
          name: "password",
          label: msg("Password"),
          type: "password",
          autocomplete: "new-password",
          hint: msg(str`At least ${limits.password.min} characters.`),
          error: this.errors["password"],
        })}
        <button class="primary" type="submit" aria-disabled=${this.busy}>${msg("Join")}</button>
      </form>`;
  }

  async #accept(event: SubmitEvent, offer: InvitationOffer): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const [name, password] = [textOf(form, "name"), textOf(form, "password")];
    const email = offer.email ?? textOf(form, "email");
    this.errors = check({ name: rules.name(name), email: rules.email(email), password: rules.newPassword(password) });
    await this.updateComplete;
    focusFirstError(form);
    if (this.busy || Object.keys(this.errors).length > 0) return;
    this.busy = true;
    this.failure = null;
    try {
      const body = { token: this.token, name, password, ...(offer.email ? {} : { email }) };
      const person = await this.desk.client.request("POST /invitations/accept", { body });
      await this.desk.auth.signIn(person.email, password);
      await this.desk.session.load();
      this.desk.navigate("/", { replace: true });
    } catch (error) {
      this.used = isProblem(error, "invitation.invalid");
      this.failure = error instanceof AuthError ? authWords(error) : problemText(error);
    } finally {
      this.busy = false;
    }
  }
}

define("docket-join-page", JoinPage);
