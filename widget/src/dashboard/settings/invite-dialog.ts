import { staffRoles } from "@docket/core/actor";
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
import { rules, textOf } from "../app/form.ts";
import { roleText } from "./role-text.ts";

/** Invites somebody to the staff by letter. Fires `docket-saved`. */
export class InviteDialog extends DeskElement {
  static override styles = [base, controls, dialog];
  static override properties = {
    wrong: { state: true },
    problem: { state: true },
    busy: { state: true },
    opened: { state: true },
  };
  declare wrong: string | undefined;
  declare problem: string;
  declare busy: boolean;
  declare opened: number;
  #key = "";

  constructor() {
    super();
    this.problem = "";
    this.busy = false;
    this.opened = 0;
  }

  async open(): Promise<void> {
    this.wrong = undefined;
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
    return html`<form novalidate @submit=${this.#invite} @input=${() => (this.#key = crypto.randomUUID())}>
      <header>
        <h2 id="heading">${msg("Invite someone")}</h2>
        <button type="button" class="small icon" aria-label=${msg("Close")} @click=${this.#close}>
          ${icon("close")}
        </button>
      </header>
      <p>${msg("They get a letter with a link, and choose their own password.")}</p>
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      <div class="field">
        <label for="email">${msg("Email")}</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="off"
          maxlength=${limits.email}
          aria-required="true"
          aria-invalid=${this.wrong !== undefined}
          aria-describedby="email-error"
        />
        <p class="field-error" id="email-error" ?hidden=${this.wrong === undefined}>${this.wrong}</p>
      </div>
      <div class="field">
        <label for="role">${msg("Role")}</label>
        <select id="role" name="role">
          ${staffRoles.map((role) => html`<option value=${role}>${roleText(role)}</option>`)}
        </select>
      </div>
      <div class="actions">
        <button type="button" @click=${this.#close}>${msg("Cancel")}</button>
        <button class="primary" type="submit" ?disabled=${this.busy}>${msg("Send invitation")}</button>
      </div>
    </form>`;
  }

  async #invite(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const email = textOf(form, "email");
    const role = staffRoles.find((known) => known === textOf(form, "role")) ?? "agent";
    this.wrong = rules.email(email);
    if (this.wrong !== undefined) return this.renderRoot.querySelector<HTMLElement>("#email")?.focus();
    this.busy = true;
    this.problem = "";
    try {
      await this.desk.client.request("POST /invitations", { body: { email, role }, idempotencyKey: this.#key });
      this.desk.toasts.done(msg(str`An invitation is on its way to ${email}.`));
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

define("docket-invite-dialog", InviteDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-invite-dialog": InviteDialog;
  }
}
