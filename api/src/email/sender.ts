/** `<address>` with a name in front of it, or an address alone. */
const pattern = /^(?:(?<name>[^<>\p{Cc}]*)<(?<angled>[^\s<>@]+@[^\s<>@]+)>|(?<bare>[^\s<>@]+@[^\s<>@]+))$/u;

/** Words of these characters need no quotes in front of an address (RFC 5322, and RFC 6532 beyond ASCII). */
const plainName = /^[\w !#$%&'*+/=?^`{|}~\u{80}-\u{10ffff}-]+$/u;

const unquote = (name: string): string =>
  /^"(?:[^"\\]|\\.)*"$/u.test(name) ? name.slice(1, -1).replaceAll(/\\(.)/gu, "$1") : name;

const quote = (name: string): string => (plainName.test(name) ? name : `"${name.replaceAll(/["\\]/g, "\\$&")}"`);

/**
 * A sender as an address header takes it, out of what a person wrote: a name with a comma or another special character
 * stands in quotes, whether they were written or not. Null when it is none.
 */
export const readSender = (text: string): string | null => {
  const { name = "", angled, bare } = pattern.exec(text.trim())?.groups ?? {};
  const address = angled ?? bare;
  if (address === undefined) return null;
  const shown = unquote(name.trim()).trim();
  return shown === "" ? address : `${quote(shown)} <${address}>`;
};

/** The address of a sender as `readSender` gives it. */
export const addressOf = (sender: string): string => sender.slice(sender.lastIndexOf("<") + 1).replace(/>$/, "");
