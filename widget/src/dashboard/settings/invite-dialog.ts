import { staffRoles } from "@docket/core/actor";
import { saysDelayed } from "@docket/core/emails-delayed";
import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html } from "lit";
import { typedEmail } from "../../client/email.ts";
import { define } from "../../elements/define.ts";
import { check, rules, textOf } from "../app/form.ts";
import { FormDialog } from "./form-dialog.ts";
import { roleText } from "./role-text.ts";

/** Invites somebody to the staff by letter. Fires `docket-saved` with the invitation. */
export class InviteDialog extends FormDialog {
  open(): Promise<void> {
    return this.show();
  }

  protected override heading(): string {
    return msg("Invite someone");
  }

  protected override submitText(): string {
    return msg("Send invitation");
  }

  protected override fields(): TemplateResult {
    return html`<p>${msg("They get an email with a link, and choose their own password.")}</p>
      <div class="field">
        <label for="email">${msg("Email")}</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="off"
          aria-required="true"
          aria-invalid=${"email" in this.errors}
          aria-describedby="email-error"
        />
        ${this.errorOf("email")}
      </div>
      <div class="field">
        <label for="role">${msg("Role")}</label>
        <select id="role" name="role">
          ${staffRoles.map((role) => html`<option value=${role}>${roleText(role)}</option>`)}
        </select>
      </div>`;
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const email = typedEmail(textOf(form, "email"));
    const role = staffRoles.find((known) => known === textOf(form, "role")) ?? "agent";
    if (!(await this.accepts(check({ email: rules.email(email) })))) return;
    let isDelayed = false;
    const invitation = await this.desk.client.request("POST /invitations", {
      body: { email, role },
      idempotencyKey: this.key,
      heed: (headers) => {
        isDelayed = saysDelayed(headers);
      },
    });
    this.saved(
      isDelayed
        ? msg(
            str`Emails are delayed at the moment. The invitation to ${email} will be sent once they are going out again.`,
          )
        : msg(str`An invitation is on its way to ${email}.`),
      invitation,
    );
  }
}

define("docket-invite-dialog", InviteDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-invite-dialog": InviteDialog;
  }
}
