import { getLocale } from "./locale.ts";

type Forms<T> = { readonly other: T } & Partial<Record<Intl.LDMLPluralRule, T>>;

/** The form of a text that fits the number, by the rules of the language in use. */
export const plural = <T>(count: number, forms: Forms<T>): T =>
  forms[new Intl.PluralRules(getLocale()).select(count)] ?? forms.other;
