import type { ChannelFilter } from "@docket/core/chat/routing";
import type { FieldError } from "@docket/core/field-errors";
import { fieldError } from "@docket/core/field-errors";
import { problem } from "../http/problem.ts";

type Named = Pick<ChannelFilter, "categories" | "sites">;

const codes = { categories: "unknown_category", sites: "unknown_site" } as const;

/**
 * Throws where a filter asks for a category or a site that there is not: no ticket would ever fit it. What the channel
 * has already stays as it is, whatever became of it.
 */
export const checkFilter = (
  filter: Named,
  before: Named,
  there: Readonly<Record<keyof Named, readonly { readonly id: string }[]>>,
): void => {
  const errors = (["categories", "sites"] as const).flatMap((name): FieldError[] => {
    const known = new Set<string>([...before[name], ...there[name].map(({ id }) => id)]);
    return filter[name].flatMap((one, i) => (known.has(one) ? [] : [fieldError(`filter.${name}.${i}`, codes[name])]));
  });
  if (errors.length > 0) throw problem("request.invalid", "The channel would get no ticket so.", errors);
};
