import type { Problem } from "@docket/core/contract/problem";
import type { FieldErrors } from "../app/form.ts";

type Wrong = NonNullable<Problem["errors"]>[number];

/**
 * Puts what the desk found wrong beside the fields of a form: `filter.tags.0` belongs to the field `tags`. What belongs
 * to none is left over.
 */
export const sortErrors = (
  errors: readonly Wrong[],
  isField: (name: string) => boolean,
): { readonly fields: FieldErrors; readonly others: readonly Wrong[] } => {
  const placed = errors.map((wrong) => ({ wrong, name: wrong.field.split(".").find(isField) }));
  return {
    fields: Object.fromEntries(
      placed.flatMap(({ wrong, name }) => (name === undefined ? [] : [[name, wrong.message]])),
    ),
    others: placed.flatMap(({ wrong, name }) => (name === undefined ? [wrong] : [])),
  };
};
