import { roles } from "@docket/core/actor";
import type { PersonView, UpdatePersonInput } from "@docket/core/contract/person";
import { limits } from "@docket/core/limits";
import { msg } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html } from "lit";
import type { ApiError } from "../../client/api.ts";
import { problemText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import { check, rules, textOf } from "../app/form.ts";
import { FormDialog } from "./form-dialog.ts";
import { roleText } from "./role-text.ts";

/** A person before and after they were changed. */
export interface PersonSaved {
  readonly before: PersonView;
  readonly after: PersonView;
}

/** Changes a person: name, role, and whether they may sign in. Fires `docket-saved` with a `PersonSaved`. */
export class PersonDialog extends FormDialog {
  static override properties = { person: { state: true } };
  declare person: PersonView | null;

  constructor() {
    super();
    this.person = null;
  }

  open(person: PersonView): Promise<void> {
    this.person = person;
    return this.show();
  }

  protected override heading(): string {
    return this.person?.name ?? "";
  }

  protected override fields(): TemplateResult {
    const { person } = this;
    return html`<p>${person?.email}</p>
      <div class="field">
        <label for="name">${msg("Name")}</label>
        <input
          id="name"
          name="name"
          maxlength=${limits.name}
          autocomplete="off"
          aria-required="true"
          aria-invalid=${"name" in this.errors}
          aria-describedby="name-error"
          .defaultValue=${person?.name ?? ""}
        />
        ${this.errorOf("name")}
      </div>
      <div class="field">
        <label for="role">${msg("Role")}</label>
        <select id="role" name="role">
          ${roles.map((role) => html`<option value=${role} ?selected=${role === person?.role}>${roleText(role)}</option>`)}
        </select>
      </div>
      <label class="switch">
        <input type="checkbox" name="active" ?checked=${person?.active} />${msg("May sign in and act")}
      </label>`;
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const { person } = this;
    if (!person) return;
    const name = textOf(form, "name");
    if (!(await this.accepts(check({ name: name === "" ? msg("Enter a name.") : rules.name(name) })))) return;
    const role = roles.find((known) => known === textOf(form, "role")) ?? person.role;
    const active = new FormData(form).has("active");
    const body: UpdatePersonInput = {
      ...(name === person.name ? {} : { name }),
      ...(role === person.role ? {} : { role }),
      ...(active === person.active ? {} : { active }),
    };
    if (Object.keys(body).length === 0) return this.close();
    const { id, version } = person;
    const after = await this.desk.client.request("PATCH /people/{id}", { params: { id }, body, ifMatch: version });
    this.saved(msg("Saved."), { before: person, after } satisfies PersonSaved);
  }

  /** On a stale version the newest one is fetched: what was entered stays and can be saved over it. */
  protected override async refused(error: ApiError): Promise<void> {
    if (!this.person || error.problem.code !== "person.stale_version") return super.refused(error);
    try {
      this.person = await this.desk.client.request("GET /people/{id}", { params: { id: this.person.id } });
    } catch (again) {
      this.problem = problemText(again);
      return;
    }
    this.problem = msg(
      "Somebody else changed this person meanwhile. What you entered is still here; look it over and save again.",
    );
  }
}

define("docket-person-dialog", PersonDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-person-dialog": PersonDialog;
  }
}
