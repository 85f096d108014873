import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { typedEmailFault } from "../../client/email.ts";

/** What is wrong with each field of a form, by the field's name; empty when all is well. */
export type FieldErrors = Readonly<Record<string, string>>;

const wrongEmail = (text: string): string | undefined => {
  const fault = typedEmailFault(text);
  if (fault === "email_letters") return msg("Use an address that has letters from a to z before the @.");
  return fault === null ? undefined : msg("This is not an email address. It looks like name@example.com.");
};

/** The rules that the desk has too, checked before anything is sent. Each gives a sentence, or nothing. */
export const rules = {
  email: (text: string): string | undefined => (text === "" ? msg("Enter your email address.") : wrongEmail(text)),
  name: (text: string): string | undefined =>
    text === ""
      ? msg("Enter your name.")
      : text.length > limits.name
        ? msg(str`Use at most ${limits.name} characters.`)
        : undefined,
  newPassword: (text: string): string | undefined =>
    text.length < limits.password.min
      ? msg(str`Use at least ${limits.password.min} characters.`)
      : text.length > limits.password.max
        ? msg(str`Use at most ${limits.password.max} characters.`)
        : undefined,
  password: (text: string): string | undefined => (text === "" ? msg("Enter your password.") : undefined),
  code: (text: string): string | undefined =>
    /^(?:\d{6}|\d{12})$/.test(text.replace(/[\s-]/g, "")) ? undefined : msg("Enter the digits from the email."),
};

/** Applies a rule to each field and keeps what is wrong. */
export const check = (fields: Readonly<Record<string, string | undefined>>): FieldErrors =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, wrong]) => (wrong === undefined ? [] : [[name, wrong]])));

/** The text of one field of a form, trimmed unless it is a password. */
export const textOf = (form: HTMLFormElement, name: string): string => {
  const value = new FormData(form).get(name);
  const text = typeof value === "string" ? value : "";
  return /password/i.test(name) ? text : text.trim();
};

/** Puts the focus on the first field that is wrong. */
export const focusFirstError = (form: HTMLFormElement): void => {
  form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
};

interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password";
  readonly autocomplete?: string;
  readonly inputmode?: "numeric" | "email";
  readonly hint?: string;
  readonly value?: string;
  readonly error?: string | undefined;
}

/** A labelled line of input, with what helps and what is wrong tied to it. */
export const textField = (field: FieldOptions) => {
  const about = [field.hint && `${field.name}-hint`, field.error && `${field.name}-error`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label for=${field.name}>${field.label}</label>
    <input
      id=${field.name}
      name=${field.name}
      type=${field.type ?? "text"}
      autocomplete=${field.autocomplete ?? "off"}
      inputmode=${ifDefined(field.inputmode)}
      .value=${field.value ?? ""}
      aria-required="true"
      aria-invalid=${field.error ? "true" : "false"}
      aria-describedby=${ifDefined(about || undefined)}
    />
    ${field.hint ? html`<span class="hint" id="${field.name}-hint">${field.hint}</span>` : ""}
    ${field.error ? html`<span class="field-error" id="${field.name}-error">${field.error}</span>` : ""}
  </div>`;
};
