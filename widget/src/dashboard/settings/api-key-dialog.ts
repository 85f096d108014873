import { keyScopes } from "@docket/core/actor";
import type { CreatedApiKey } from "@docket/core/contract/api-key";
import { msg } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { define } from "../../elements/define.ts";
import { check, textOf } from "../app/form.ts";
import { styles } from "./api-key-dialog.styles.ts";
import { FormDialog } from "./form-dialog.ts";
import { scopeHint, scopeText } from "./scope-text.ts";

const longestName = 60;
const day = 24 * 60 * 60 * 1000;

/** How many days a key works; null is until somebody revokes it. */
const terms: readonly { readonly days: number | null; readonly text: () => string }[] = [
  { days: null, text: () => msg("Never") },
  { days: 30, text: () => msg("In 30 days") },
  { days: 90, text: () => msg("In 90 days") },
  { days: 365, text: () => msg("In a year") },
];

/** Makes a key and shows its secret, once. Fires `docket-saved`. */
export class ApiKeyDialog extends FormDialog {
  static override styles = [FormDialog.styles, styles];
  static override properties = {
    created: { state: true },
    copied: { state: true },
  };
  /** The key that was made just now; forgotten when the dialog closes. */
  declare created: CreatedApiKey | null;
  declare copied: "no" | "yes" | "refused";
  /** When the form was opened: the end of a key counts from then, however often the form is sent. */
  #openedAt = 0;

  constructor() {
    super();
    this.created = null;
    this.copied = "no";
  }

  open(): Promise<void> {
    this.#openedAt = Date.now();
    return this.show();
  }

  protected override closed(): void {
    this.created = null;
    this.copied = "no";
  }

  protected override heading(): string {
    return msg("Create an API key");
  }

  protected override submitText(): string {
    return msg("Create the key");
  }

  protected override content(): TemplateResult {
    return this.created ? this.#secret(this.created) : super.content();
  }

  protected override fields(): TemplateResult {
    return html`<div class="field">
        <label for="name">${msg("Name")}</label>
        <input
          id="name"
          name="name"
          autocomplete="off"
          maxlength=${longestName}
          aria-required="true"
          aria-invalid=${"name" in this.errors}
          aria-describedby="name-hint name-error"
        />
        <span class="hint" id="name-hint">${msg("What the key is for, such as “Weekly report”.")}</span>
        ${this.errorOf("name")}
      </div>
      <fieldset aria-describedby="scopes-error">
        <legend>${msg("What may it do?")}</legend>
        ${keyScopes.map(
          (scope) =>
            html`<label class="switch">
              <input type="checkbox" name="scopes" value=${scope} aria-invalid=${"scopes" in this.errors} />
              <span>${scopeText(scope)} <span class="hint">${scopeHint(scope)}</span></span>
            </label>`,
        )}
        ${this.errorOf("scopes")}
      </fieldset>
      <div class="field">
        <label for="expiresAt">${msg("Expires")}</label>
        <select id="expiresAt" name="expiresAt" aria-describedby="expiresAt-error">
          ${terms.map(({ days, text }) => html`<option value=${days ?? ""}>${text()}</option>`)}
        </select>
        ${this.errorOf("expiresAt")}
      </div>`;
  }

  #secret({ secret }: CreatedApiKey) {
    return html`<div class="secret">
      <h2 id="heading">${msg("Here is the key")}</h2>
      <p>${msg("Copy it now and keep it where the program finds it. It is not shown again.")}</p>
      <code>${secret}</code>
      <p role="status">
        ${
          this.copied === "yes"
            ? msg("Copied.")
            : this.copied === "refused"
              ? msg("The browser did not allow copying. Select the key and copy it by hand.")
              : nothing
        }
      </p>
      <div class="actions">
        <button type="button" @click=${this.close}>${msg("Done")}</button>
        <button class="primary" type="button" id="copy" @click=${() => this.#copy(secret)}>
          ${msg("Copy the key")}
        </button>
      </div>
    </div>`;
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const name = textOf(form, "name");
    const chosen = new FormData(form).getAll("scopes");
    const scopes = keyScopes.filter((scope) => chosen.includes(scope));
    const errors = check({
      name: name === "" ? msg("Give the key a name.") : undefined,
      scopes: scopes.length === 0 ? msg("Choose at least one.") : undefined,
    });
    if (!(await this.accepts(errors))) return;
    const days = Number(textOf(form, "expiresAt"));
    const expiresAt = days > 0 ? { expiresAt: new Date(this.#openedAt + days * day).toISOString() } : {};
    const body = { name, scopes, ...expiresAt };
    this.created = await this.desk.client.request("POST /api-keys", { body, idempotencyKey: this.key });
    this.dispatchEvent(new CustomEvent("docket-saved"));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("#copy")?.focus();
  }

  async #copy(secret: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(secret);
      this.copied = "yes";
    } catch {
      this.copied = "refused";
    }
  }
}

define("docket-api-key-dialog", ApiKeyDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-api-key-dialog": ApiKeyDialog;
  }
}
