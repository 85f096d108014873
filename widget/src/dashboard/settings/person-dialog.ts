import { roles } from "@docket/core/actor";
import type { PersonView, UpdatePersonInput } from "@docket/core/contract/person";
import { limits } from "@docket/core/limits";
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
import { textOf } from "../app/form.ts";
import { roleText } from "./role-text.ts";

/** Changes a person: name, role, and whether they may sign in. Fires `docket-saved`. */
export class PersonDialog extends DeskElement {
  static override styles = [base, controls, dialog];
  static override properties = {
    person: { state: true },
    problem: { state: true },
    busy: { state: true },
    opened: { state: true },
  };
  declare person: PersonView | null;
  declare problem: string;
  declare busy: boolean;
  /** Counts the times it was opened, so that each time starts with fresh fields. */
  declare opened: number;

  constructor() {
    super();
    this.person = null;
    this.problem = "";
    this.busy = false;
    this.opened = 0;
  }

  async open(person: PersonView): Promise<void> {
    this.person = person;
    this.problem = "";
    this.opened += 1;
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="heading">
      ${this.person ? keyed(this.opened, this.#form(this.person)) : nothing}
    </dialog>`;
  }

  #form(person: PersonView) {
    return html`<form @submit=${this.#save}>
      <header>
        <h2 id="heading">${person.name}</h2>
        <button type="button" class="small icon" aria-label=${msg("Close")} @click=${this.#close}>
          ${icon("close")}
        </button>
      </header>
      <p>${person.email}</p>
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      <div class="field">
        <label for="name">${msg("Name")}</label>
        <input
          id="name"
          name="name"
          required
          maxlength=${limits.name}
          autocomplete="off"
          .defaultValue=${person.name}
        />
      </div>
      <div class="field">
        <label for="role">${msg("Role")}</label>
        <select id="role" name="role">
          ${roles.map((role) => html`<option value=${role} ?selected=${role === person.role}>${roleText(role)}</option>`)}
        </select>
      </div>
      <label class="switch">
        <input type="checkbox" name="active" ?checked=${person.active} />${msg("May sign in and act")}
      </label>
      <div class="actions">
        <button type="button" @click=${this.#close}>${msg("Cancel")}</button>
        <button class="primary" type="submit" ?disabled=${this.busy}>${msg("Save")}</button>
      </div>
    </form>`;
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { person } = this;
    if (!person || this.busy) return;
    const form = event.target as HTMLFormElement;
    const name = textOf(form, "name");
    const role = roles.find((known) => known === textOf(form, "role")) ?? person.role;
    const active = new FormData(form).has("active");
    const body: UpdatePersonInput = {
      ...(name === person.name ? {} : { name }),
      ...(role === person.role ? {} : { role }),
      ...(active === person.active ? {} : { active }),
    };
    if (Object.keys(body).length === 0) return this.#close();
    this.busy = true;
    this.problem = "";
    try {
      const { client, toasts } = this.desk;
      await client.request("PATCH /people/{id}", { params: { id: person.id }, body, ifMatch: person.version });
      toasts.done(msg("Saved."));
      this.#close();
      this.dispatchEvent(new CustomEvent("docket-saved"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = await this.#explain(error, person);
    } finally {
      this.busy = false;
    }
  }

  /** On a stale version the newest one is fetched: what was entered stays and can be saved over it. */
  async #explain(error: ApiError, person: PersonView): Promise<string> {
    if (error.problem.code !== "person.stale_version") return problemText(error);
    try {
      this.person = await this.desk.client.request("GET /people/{id}", { params: { id: person.id } });
    } catch (again) {
      return problemText(again);
    }
    return msg(
      "Somebody else changed this person meanwhile. What you entered is still here; look it over and save again.",
    );
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }
}

define("docket-person-dialog", PersonDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-person-dialog": PersonDialog;
  }
}
