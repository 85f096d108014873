import { keyScopes } from "@docket/core/actor";
import type { CreatedApiKey } from "@docket/core/contract/api-key";
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { ApiError, problemText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { dialog } from "../app/dialog.styles.ts";
import type { FieldErrors } from "../app/form.ts";
import { check, focusFirstError, textOf } from "../app/form.ts";
import { styles } from "./api-key-dialog.styles.ts";
import { scopeHint, scopeText } from "./scope-text.ts";

const longestName = 60;

/** Makes a key and shows its secret, once. Fires `docket-saved`. */
export class ApiKeyDialog extends DeskElement {
  static override styles = [base, controls, dialog, styles];
  static override properties = {
    created: { state: true },
    copied: { state: true },
    errors: { state: true },
    problem: { state: true },
    busy: { state: true },
    opened: { state: true },
  };
  /** The key that was made just now; forgotten when the dialog closes. */
  declare created: CreatedApiKey | null;
  declare copied: "no" | "yes" | "refused";
  declare errors: FieldErrors;
  declare problem: string;
  declare busy: boolean;
  declare opened: number;
  #key = "";

  constructor() {
    super();
    this.opened = 0;
    this.#clear();
  }

  async open(): Promise<void> {
    this.#clear();
    this.opened += 1;
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  #clear(): void {
    this.created = null;
    this.copied = "no";
    this.errors = {};
    this.problem = "";
    this.busy = false;
    this.#key = crypto.randomUUID();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${() => this.#clear()}>
      ${this.created ? this.#secret(this.created) : this.opened > 0 ? keyed(this.opened, this.#form()) : nothing}
    </dialog>`;
  }

  #form() {
    return html`<form novalidate @submit=${this.#create} @input=${() => (this.#key = crypto.randomUUID())}>
      <header>
        <h2 id="heading">${msg("Create an API key")}</h2>
        <button type="button" class="small icon" aria-label=${msg("Close")} @click=${this.#close}>
          ${icon("close")}
        </button>
      </header>
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      <div class="field">
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
        <p class="field-error" id="name-error" ?hidden=${!("name" in this.errors)}>${this.errors["name"]}</p>
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
        <p class="field-error" id="scopes-error" ?hidden=${!("scopes" in this.errors)}>${this.errors["scopes"]}</p>
      </fieldset>
      <div class="actions">
        <button type="button" @click=${this.#close}>${msg("Cancel")}</button>
        <button class="primary" type="submit" ?disabled=${this.busy}>${msg("Create the key")}</button>
      </div>
    </form>`;
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
        <button type="button" @click=${this.#close}>${msg("Done")}</button>
        <button class="primary" type="button" id="copy" @click=${() => this.#copy(secret)}>
          ${msg("Copy the key")}
        </button>
      </div>
    </div>`;
  }

  async #create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const name = textOf(form, "name");
    const chosen = new FormData(form).getAll("scopes");
    const scopes = keyScopes.filter((scope) => chosen.includes(scope));
    this.errors = check({
      name: name === "" ? msg("Give the key a name.") : undefined,
      scopes: scopes.length === 0 ? msg("Choose at least one.") : undefined,
    });
    await this.updateComplete;
    focusFirstError(form);
    if (Object.keys(this.errors).length > 0) return;
    this.busy = true;
    this.problem = "";
    try {
      this.created = await this.desk.client.request("POST /api-keys", {
        body: { name, scopes },
        idempotencyKey: this.#key,
      });
      this.dispatchEvent(new CustomEvent("docket-saved"));
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>("#copy")?.focus();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = problemText(error);
    } finally {
      this.busy = false;
    }
  }

  async #copy(secret: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(secret);
      this.copied = "yes";
    } catch {
      this.copied = "refused";
    }
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }
}

define("docket-api-key-dialog", ApiKeyDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-api-key-dialog": ApiKeyDialog;
  }
}
