import { msg, str } from "@lit/localize";
import { getLocale } from "../../locales/locale.ts";

/** How many names fit a sentence. */
const named = 5;

/** Names in a sentence, the first of many with how many more there are. */
export const someOf = (names: readonly string[]): string => {
  const first = names.slice(0, named);
  const rest = names.length - first.length;
  return new Intl.ListFormat(getLocale()).format(rest > 0 ? [...first, msg(str`${rest} more`)] : first);
};
