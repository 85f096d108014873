import { msg, str } from "@lit/localize";
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { ApiError, newKey, problemText } from "../../client/api.ts";
import { icon } from "../../elements/icon.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { dialog } from "../app/dialog.styles.ts";
import type { FieldErrors } from "../app/form.ts";
import { focusFirstError } from "../app/form.ts";
import type { Clash } from "./entered.ts";
import { clashesIn, enterAgain, enteredIn, startsIn } from "./entered.ts";
import { sortErrors } from "./sort-errors.ts";

const clashText = ({ label, now }: Clash): string =>
  now === "" ? msg(str`“${label}” was emptied.`) : msg(str`“${label}” was changed to: ${now}`);

/**
 * A form in a dialog. Fires `docket-saved` when the desk took it, and `docket-newer` when it found that what the page
 * behind it shows is not so any more.
 */
export abstract class FormDialog extends DeskElement {
  static override styles: CSSResultGroup = [base, controls, dialog];
  static override properties: PropertyDeclarations = {
    errors: { state: true },
    problem: { state: true },
    busy: { state: true },
    opened: { state: true },
  };
  declare errors: FieldErrors;
  /** What went wrong that belongs to no field. */
  declare problem: string;
  declare busy: boolean;
  /** Counts the times it was opened, so that each time starts with fresh fields. */
  declare opened: number;
  /** The idempotency key of what the form says now: the same until something in it changes. */
  protected key = "";

  constructor() {
    super();
    this.errors = {};
    this.problem = "";
    this.busy = false;
    this.opened = 0;
  }

  protected abstract heading(): string;
  protected abstract fields(): TemplateResult;
  /** Looks at what was entered, and sends it. What it throws stands in the form. */
  protected abstract send(form: HTMLFormElement): Promise<void>;

  /** What the button that sends says; null while there is nothing to send. */
  protected submitText(): string | null {
    return msg("Save");
  }

  /** What happens when the dialog is closed, however that was done. */
  protected closed(): void {}

  protected async show(): Promise<void> {
    this.errors = {};
    this.problem = "";
    this.opened += 1;
    this.#renewKey();
    await this.updateComplete;
    this.#dialog?.showModal();
    this.renderRoot.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }

  protected close(): void {
    this.#dialog?.close();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${() => this.closed()}>
      ${this.opened > 0 ? keyed(this.opened, this.content()) : nothing}
    </dialog>`;
  }

  protected content(): TemplateResult {
    const submit = this.submitText();
    return html`<form novalidate @submit=${this.#submit} @input=${this.#renewKey}>
      <header>
        <h2 id="heading" dir="auto">${this.heading()}</h2>
        <button type="button" class="small icon" aria-label=${msg("Close")} @click=${this.close}>
          ${icon("close")}
        </button>
      </header>
      ${this.fields()}
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      <div class="actions">
        <button type="button" @click=${this.close}>${msg("Cancel")}</button>
        ${
          submit === null
            ? nothing
            : html`<button class="primary" type="submit" aria-disabled=${this.busy}>${submit}</button>`
        }
      </div>
    </form>`;
  }

  /** The line below a field that says what is wrong with it; the field names it in `aria-describedby`. */
  protected errorOf(name: string) {
    return html`<p class="field-error" id="${name}-error" ?hidden=${!(name in this.errors)}>${this.errors[name]}</p>`;
  }

  /** Shows what is wrong with the fields, and goes to the first; true when nothing is. */
  protected async accepts(errors: FieldErrors): Promise<boolean> {
    this.errors = errors;
    await this.updateComplete;
    const form = this.renderRoot.querySelector("form");
    if (form) focusFirstError(form);
    return Object.keys(errors).length === 0;
  }

  /** Does something that the desk may refuse, one at a time, and says in the form why it did. */
  protected async ask(deed: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.refused(error);
    } finally {
      this.busy = false;
    }
    if (this.problem === "") return;
    await this.updateComplete;
    this.renderRoot.querySelector("form > .actions")?.scrollIntoView({ block: "nearest" });
  }

  protected async refused(error: ApiError): Promise<void> {
    if (error.problem.status === 404) this.dispatchEvent(new CustomEvent("docket-newer"));
    const form = this.renderRoot.querySelector("form");
    const { fields, others } = sortErrors(error.problem.errors ?? [], (name) => form?.elements.namedItem(name) != null);
    await this.accepts(fields);
    const isSaid = Object.keys(fields).length > 0 && others.length === 0;
    this.problem = isSaid ? "" : problemText(error);
  }

  /**
   * Somebody else changed meanwhile what the form is about: it shows that as it is now, and what was entered stays and
   * can be saved over it. `text` says so; below stands what was saved where something else was entered.
   */
  protected async showNewer(read: () => Promise<void>, text: string): Promise<void> {
    const form = this.renderRoot.querySelector("form");
    if (!form) return;
    const [before, entered] = [startsIn(form), enteredIn(form)];
    try {
      await read();
    } catch (again) {
      this.problem = problemText(again);
      return;
    }
    await this.updateComplete;
    enterAgain(form, entered);
    this.problem = [text, ...clashesIn(form, before).map(clashText)].join("\n");
    this.dispatchEvent(new CustomEvent("docket-newer"));
  }

  /** It worked: says so, and leaves. */
  protected saved(text: string, detail?: unknown): void {
    this.desk.toasts.done(text);
    this.close();
    this.dispatchEvent(new CustomEvent("docket-saved", { detail }));
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    void this.ask(() => this.send(event.target as HTMLFormElement));
  }

  #renewKey(): void {
    this.key = newKey();
  }
}
