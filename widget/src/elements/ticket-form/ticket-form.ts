import type { Category } from "@docket/core/contract/category";
import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import type { PropertyValues, TemplateResult } from "lit";
import { LitElement, html, nothing } from "lit";
import type { Upload } from "../../client/upload.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { DropZone } from "../file-field/drop-zone.ts";
import type { FileLimits } from "../file-field/file-field.ts";
import "../file-field/file-field.ts";
import "../notice/notice.ts";
import { styles } from "./ticket-form.styles.ts";

export interface Contact {
  readonly name: string;
  readonly email: string;
}

/** What the fields say; every field is there, empty or not. */
export interface TicketFields extends Contact {
  readonly title: string;
  readonly category: string;
  readonly description: string;
}

/** A ticket to open. */
export interface FilledTicket extends TicketFields {
  readonly uploads: readonly Upload[];
}

type Name = keyof TicketFields;

const blank: TicketFields = { name: "", email: "", title: "", category: "", description: "" };

/**
 * `<docket-ticket-form>`: opens a ticket. Fires `docket-send` with `FilledTicket` (again after a failure:
 * `docket-again`), `docket-draft` with `TicketFields` and `docket-files` with the files at every change. `contact` is who writes, when that
 * is known; otherwise the form asks. `errors` says what the desk found wrong, by the name of the field.
 */
export class TicketForm extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = {
    categories: { attribute: false },
    limits: { attribute: false },
    contact: { attribute: false },
    draft: { attribute: false },
    errors: { attribute: false },
    busy: { type: Boolean },
    problem: { type: String },
    fields: { state: true },
    uploads: { attribute: false },
  };
  declare categories: readonly Category[];
  declare limits: FileLimits & { readonly title: number; readonly body: number };
  declare contact: Contact | null;
  /** What the fields start with. */
  declare draft: Partial<TicketFields>;
  declare errors: Readonly<Record<string, string>>;
  declare busy: boolean;
  /** Why the last send failed. */
  declare problem: string;
  declare fields: TicketFields;
  /** The files to start with. */
  declare uploads: readonly Upload[];

  constructor() {
    super();
    this.categories = [];
    this.limits = limits;
    this.contact = null;
    this.draft = {};
    this.errors = {};
    this.busy = false;
    this.problem = "";
    this.fields = blank;
    this.uploads = [];
    new DropZone(this, () => this.renderRoot.querySelector("docket-file-field"));
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("draft")) this.fields = { ...blank, ...this.draft };
  }

  override updated(changed: PropertyValues<this>): void {
    const [first] = changed.has("errors") ? Object.keys(this.errors) : [];
    if (first) this.renderRoot.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }

  /** Empties it: the ticket is open. */
  clear(): void {
    this.fields = blank;
    this.uploads = [];
  }

  #write(name: Name, event: Event): void {
    this.fields = { ...this.fields, [name]: (event.target as HTMLInputElement).value };
    this.dispatchEvent(new CustomEvent("docket-draft", { detail: this.fields }));
  }

  #attach(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    this.dispatchEvent(new CustomEvent("docket-files", { detail: uploads }));
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    const detail: FilledTicket = { ...this.fields, ...this.contact, uploads: this.uploads };
    this.dispatchEvent(new CustomEvent("docket-send", { detail }));
  }

  override render() {
    return html`<form @submit=${(event: Event) => this.#submit(event)}>
      ${this.contact ? this.#known(this.contact) : this.#unknown()}
      ${this.#field("category", msg("What is it about?"), this.#select())}
      ${this.#field("title", msg("Subject"), this.#input("title", "text", "off", this.limits.title))}
      ${this.#field("description", msg("Message"), this.#textarea())}
      <docket-file-field
        .uploads=${this.uploads}
        .limits=${this.limits}
        ?disabled=${this.busy}
        @docket-files=${(event: CustomEvent<readonly Upload[]>) => this.#attach(event.detail)}
      ></docket-file-field>
      ${
        this.problem
          ? html`<docket-notice
              kind="error"
              text=${this.problem}
              action=${msg("Try again")}
              @docket-action=${() => this.dispatchEvent(new CustomEvent("docket-again"))}
            ></docket-notice>`
          : nothing
      }
      <button class="primary" part="send" ?disabled=${this.busy}>${this.busy ? msg("Sending…") : msg("Send")}</button>
    </form>`;
  }

  #known({ name, email }: Contact) {
    return html`<p class="as">
      ${msg(str`You write as ${name} (${email}).`)}
      <slot name="contact"></slot>
    </p>`;
  }

  #unknown() {
    return html`<div class="pair">
      ${this.#field("name", msg("Your name"), this.#input("name", "text", "name", limits.name))}
      ${this.#field("email", msg("Your email"), this.#input("email", "email", "email", limits.body))}
    </div>`;
  }

  #field(name: Name, label: string, control: TemplateResult) {
    const error = this.errors[name];
    return html`<div class="field">
      <label for=${name}>${label}</label>
      ${control}
      <p class="field-error" id="${name}-error" ?hidden=${!error}>${error}</p>
    </div>`;
  }

  /** Always a plain field: the desk takes more as an address than browsers do, and says in words what it does not. */
  #input(name: Name, inputmode: "text" | "email", autocomplete: AutoFill, max: number) {
    return html`<input
      id=${name}
      name=${name}
      inputmode=${inputmode}
      autocapitalize=${inputmode === "email" ? "none" : "sentences"}
      autocomplete=${autocomplete}
      required
      maxlength=${max}
      .value=${this.fields[name]}
      ?readonly=${this.busy}
      aria-invalid=${name in this.errors}
      aria-describedby="${name}-error"
      @input=${(event: Event) => this.#write(name, event)}
    />`;
  }

  #select() {
    const chosen = this.fields.category;
    return html`<select
      id="category"
      name="category"
      required
      aria-invalid=${"category" in this.errors}
      aria-describedby="category-error"
      @change=${(event: Event) => this.#write("category", event)}
    >
      <option value="" .selected=${chosen === ""}>${msg("Choose…")}</option>
      ${this.categories.map(({ id, name }) => html`<option value=${id} .selected=${chosen === id}>${name}</option>`)}
    </select>`;
  }

  #textarea() {
    return html`<textarea
      id="description"
      name="description"
      ?required=${this.uploads.length === 0}
      maxlength=${this.limits.body}
      .value=${this.fields.description}
      ?readonly=${this.busy}
      aria-invalid=${"description" in this.errors}
      aria-describedby="description-error"
      @input=${(event: Event) => this.#write("description", event)}
    ></textarea>`;
  }
}

define("docket-ticket-form", TicketForm);

declare global {
  interface HTMLElementTagNameMap {
    "docket-ticket-form": TicketForm;
  }
}
