import type { SiteView } from "@docket/core/contract/site";
import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
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
import { check, focusFirstError, rules, textOf } from "../app/form.ts";

/** What was typed as the origin that browsers send: a whole address is cut down to it. Null when it is none. */
export const toOrigin = (text: string): string | null => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
};

const split = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Adds or changes a site. Fires `docket-saved`. */
export class SiteDialog extends DeskElement {
  static override styles = [base, controls, dialog];
  static override properties = {
    site: { state: true },
    errors: { state: true },
    problem: { state: true },
    busy: { state: true },
    opened: { state: true },
  };
  /** The site to change; null for a new one. */
  declare site: SiteView | null;
  declare errors: FieldErrors;
  declare problem: string;
  declare busy: boolean;
  declare opened: number;
  #key = "";

  constructor() {
    super();
    this.site = null;
    this.errors = {};
    this.problem = "";
    this.busy = false;
    this.opened = 0;
  }

  async open(site: SiteView | null): Promise<void> {
    this.site = site;
    this.errors = {};
    this.problem = "";
    this.opened += 1;
    this.#key = crypto.randomUUID();
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="heading">
      ${this.opened > 0 ? keyed(this.opened, this.#form()) : nothing}
    </dialog>`;
  }

  #form() {
    const { site } = this;
    return html`<form novalidate @submit=${this.#save} @input=${() => (this.#key = crypto.randomUUID())}>
      <header>
        <h2 id="heading">${site ? msg("Edit the site") : msg("Add a site")}</h2>
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
          maxlength=${limits.name}
          aria-required="true"
          aria-invalid=${"name" in this.errors}
          aria-describedby="name-error"
          .defaultValue=${site?.name ?? ""}
        />
        <p class="field-error" id="name-error" ?hidden=${!("name" in this.errors)}>${this.errors["name"]}</p>
      </div>
      <div class="field">
        <label for="origins">${msg("Addresses")}</label>
        <textarea
          id="origins"
          name="origins"
          rows="3"
          spellcheck="false"
          aria-invalid=${"origins" in this.errors}
          aria-describedby="origins-hint origins-error"
          .defaultValue=${site?.origins.join("\n") ?? ""}
        ></textarea>
        <span class="hint" id="origins-hint">${msg("One a line, such as https://www.example.com")}</span>
        <p class="field-error" id="origins-error" ?hidden=${!("origins" in this.errors)}>${this.errors["origins"]}</p>
      </div>
      ${
        site
          ? html`<label class="switch">
              <input type="checkbox" name="active" ?checked=${site.active} />${msg("The widget is on")}
            </label>`
          : nothing
      }
      <div class="actions">
        <button type="button" @click=${this.#close}>${msg("Cancel")}</button>
        <button class="primary" type="submit" ?disabled=${this.busy}>${msg("Save")}</button>
      </div>
    </form>`;
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const name = textOf(form, "name");
    const typed = split(textOf(form, "origins"));
    const strange = typed.find((text) => toOrigin(text) === null);
    this.errors = check({
      name: name === "" ? msg("Give the site a name.") : rules.name(name),
      origins:
        strange === undefined ? undefined : msg(str`${strange} is not an address such as https://www.example.com.`),
    });
    await this.updateComplete;
    focusFirstError(form);
    if (Object.keys(this.errors).length > 0) return;
    const origins = [...new Set(typed.map((text) => toOrigin(text) ?? text))];
    await this.#send(name, origins, new FormData(form).has("active"));
  }

  async #send(name: string, origins: string[], active: boolean): Promise<void> {
    const { client, toasts } = this.desk;
    this.busy = true;
    this.problem = "";
    try {
      if (this.site)
        await client.request("PATCH /sites/{id}", { params: { id: this.site.id }, body: { name, origins, active } });
      else await client.request("POST /sites", { body: { name, origins }, idempotencyKey: this.#key });
      toasts.done(msg("Saved."));
      this.#close();
      this.dispatchEvent(new CustomEvent("docket-saved"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = problemText(error);
    } finally {
      this.busy = false;
    }
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }
}

define("docket-site-dialog", SiteDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-site-dialog": SiteDialog;
  }
}
