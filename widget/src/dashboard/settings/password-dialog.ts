import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html } from "lit";
import { define } from "../../elements/define.ts";
import { check, rules, textField, textOf } from "../app/form.ts";
import { AuthError } from "../session/auth.ts";
import { authWords } from "../session/auth-words.ts";
import { FormDialog } from "./form-dialog.ts";

/** Changes the password of whoever is signed in. Fires `docket-saved`. */
export class PasswordDialog extends FormDialog {
  open(): Promise<void> {
    return this.show();
  }

  protected override heading(): string {
    return msg("Change your password");
  }

  protected override fields(): TemplateResult {
    return html`<p>${msg("You stay signed in here, and are signed out everywhere else.")}</p>
      ${textField({
        name: "currentPassword",
        label: msg("Current password"),
        type: "password",
        autocomplete: "current-password",
        error: this.errors["currentPassword"],
      })}
      ${textField({
        name: "newPassword",
        label: msg("New password"),
        type: "password",
        autocomplete: "new-password",
        hint: msg(str`At least ${limits.password.min} characters.`),
        error: this.errors["newPassword"],
      })}`;
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const [current, chosen] = [textOf(form, "currentPassword"), textOf(form, "newPassword")];
    const same = current === chosen ? msg("Choose a password that differs from your current one.") : undefined;
    const wrong = check({ currentPassword: rules.password(current), newPassword: rules.newPassword(chosen) ?? same });
    if (!(await this.accepts(wrong))) return;
    try {
      await this.desk.auth.changePassword(current, chosen);
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      if (error.code === "auth.wrong_password") await this.accepts({ currentPassword: authWords(error) });
      else this.problem = authWords(error);
      return;
    }
    this.saved(msg("Your password is changed."));
  }
}

define("docket-password-dialog", PasswordDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-password-dialog": PasswordDialog;
  }
}
