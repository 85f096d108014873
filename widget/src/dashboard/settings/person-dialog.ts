import { isStaffRole, roles } from "@docket/core/actor";
import type { PersonView, UpdatePersonInput } from "@docket/core/contract/person";
import { limits } from "@docket/core/limits";
import { msg } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import type { ApiError } from "../../client/api.ts";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import { attempt } from "../app/attempt.ts";
import { check, rules, textOf } from "../app/form.ts";
import { FormDialog } from "./form-dialog.ts";
import { ownKeysText } from "./offer-keys.ts";
import { roleText } from "./role-text.ts";

/** A person before and after they were changed. */
export interface PersonSaved {
  readonly before: PersonView;
  readonly after: PersonView;
}

const worksHere = ({ role, active }: Pick<PersonView, "role" | "active">): boolean => active && isStaffRole(role);

const chosenRole = (form: HTMLFormElement, { role }: PersonView): PersonView["role"] =>
  roles.find((known) => known === textOf(form, "role")) ?? role;

const isActive = (form: HTMLFormElement): boolean => new FormData(form).has("active");

/** Changes a person: name, role, and whether they may sign in. Fires `docket-saved` with a `PersonSaved`. */
export class PersonDialog extends FormDialog {
  static override properties = { person: { state: true }, leaves: { state: true } };
  declare person: PersonView | null;
  /** What is chosen takes them out of the staff. */
  declare leaves: boolean;

  constructor() {
    super();
    this.person = null;
    this.leaves = false;
  }

  /** Opens with the person as they are now: the list may be old. */
  async open({ id }: PersonView): Promise<void> {
    const read = async () => {
      this.person = await this.desk.client.request("GET /people/{id}", { params: { id } });
    };
    if (!(await attempt(this.desk, read))) return void this.dispatchEvent(new CustomEvent("docket-newer"));
    this.leaves = false;
    await this.show();
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
        <select id="role" name="role" aria-describedby="leaves" @change=${this.#onChange}>
          ${roles.map((role) => html`<option value=${role} ?selected=${role === person?.role}>${roleText(role)}</option>`)}
        </select>
      </div>
      <label class="switch">
        <input
          type="checkbox"
          name="active"
          aria-describedby="leaves"
          ?checked=${person?.active}
          @change=${this.#onChange}
        />${
          person && isStaffRole(person.role)
            ? msg("Active: can sign in and work on tickets")
            : msg("Active: can sign in")
        }
      </label>
      <p class="hint" id="leaves" role="status">
        ${this.leaves ? msg("Their open tickets go back to the queue.") : nothing}
      </p>
      <docket-confirm></docket-confirm>`;
  }

  readonly #onChange = ({ target }: Event): void => {
    const { form } = target as HTMLInputElement | HTMLSelectElement;
    if (form) this.#weigh(form);
  };

  #weigh(form: HTMLFormElement): void {
    const { person } = this;
    if (!person) return;
    const chosen = { role: chosenRole(form, person), active: isActive(form) };
    this.leaves = worksHere(person) && !worksHere(chosen);
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const { person } = this;
    if (!person) return;
    const name = textOf(form, "name");
    if (!(await this.accepts(check({ name: name === "" ? msg("Enter a name.") : rules.name(name) })))) return;
    const role = chosenRole(form, person);
    const active = isActive(form);
    const body: UpdatePersonInput = {
      ...(name === person.name ? {} : { name }),
      ...(role === person.role ? {} : { role }),
      ...(active === person.active ? {} : { active }),
    };
    if (Object.keys(body).length === 0) return this.close();
    if (!(await this.#isSure(person, body))) return;
    const { id, version } = person;
    const after = await this.desk.client.request("PATCH /people/{id}", { params: { id }, body, ifMatch: version });
    this.saved(msg("Saved."), { before: person, after } satisfies PersonSaved);
  }

  /** Who takes a right from themselves is out at once, and cannot give it back. */
  async #isSure({ id }: PersonView, { role, active }: UpdatePersonInput): Promise<boolean> {
    if (id !== this.desk.session.me?.id || (role === undefined && active === undefined)) return true;
    const confirm = this.renderRoot.querySelector("docket-confirm");
    return (
      (await confirm?.ask({
        heading: msg("Change what you yourself may do?"),
        text: [
          msg("You are signed out at once, and cannot undo it yourself: another admin has to."),
          ownKeysText(),
        ].join(" "),
        action: msg("Change it"),
      })) ?? false
    );
  }

  protected override async refused(error: ApiError): Promise<void> {
    if (!this.person || error.problem.code !== "person.stale_version") return super.refused(error);
    const { id } = this.person;
    await this.showNewer(async () => {
      this.person = await this.desk.client.request("GET /people/{id}", { params: { id } });
    }, msg("Somebody else changed this person meanwhile. What you entered is still here; look it over and save again."));
    const form = this.renderRoot.querySelector("form");
    if (form) this.#weigh(form);
  }
}

define("docket-person-dialog", PersonDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-person-dialog": PersonDialog;
  }
}
