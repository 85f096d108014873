import { cleanLine } from "./clean.ts";

const atext = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const local = new RegExp(`^${atext}(?:\\.${atext})*$`);
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const domain = new RegExp(`^(?:${label}\\.)+(?=[a-z0-9-]*[a-z])${label}$`);

/** Mail to it goes nowhere (RFC 6761). The desk uses it for those who were deleted, and nobody may take their place. */
const nowhere = ".invalid";

const split = (address: string): readonly [local: string, domain: string] => {
  const at = address.lastIndexOf("@");
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
};

const isHost = (host: string): boolean => host.length <= 253 && domain.test(host) && !host.endsWith(nowhere);

/**
 * Why mail cannot be sent to it as it stands, which takes plain letters and a domain of the network; null when it can.
 * `email_letters`: but for letters of another script before the @ it could.
 */
export const emailFault = (address: string): "email" | "email_letters" | null => {
  const [name, host] = split(address);
  if (!isHost(host)) return "email";
  if (local.test(name)) return null;
  return local.test(name.replace(/[\p{L}\p{M}\p{N}]/gu, "a")) ? "email_letters" : "email";
};

/** What people copy with an address: `Ada <ada@example.com>`, `<ada@example.com>`, `mailto:ada@example.com?subject=x`. */
const bare = (text: string): string => {
  const inBrackets = /^[^<>@]*<([^<>]*)>$/.exec(text)?.[1] ?? text;
  const [, mailed] = /^mailto:([^?]*)/i.exec(inBrackets.trim()) ?? [];
  return (mailed === undefined ? inBrackets : mailed.replace(/%40/i, "@")).trim();
};

/**
 * What people copy beside an address, as `Ada Berg` in `"Ada Berg" <ada@example.com>`; else what stands before the @. Of what is
 * no address it is all of it, so that nobody hears of a name that they did not give.
 */
export const nameBeside = (text: string): string => {
  const line = cleanLine(text);
  const beside = /^([^<>@]*)<[^<>]*>$/.exec(line)?.[1]?.replaceAll('"', "").trim() ?? "";
  const address = bare(line);
  return beside || split(address)[0] || address;
};

/**
 * The form of an address that is compared and that mail is sent to: lower case, its domain as the network knows it. Each
 * surface shows it with `shownEmail`. `toAscii` turns a domain of any script into that form.
 */
export const canonicalEmail = (text: string, toAscii: (domain: string) => string | null): string => {
  const address = bare(cleanLine(text)).toLowerCase();
  const [name, written] = split(address);
  // A dot at the end, as of a sentence, makes no other domain of it.
  const host = written.replace(/[.\u3002\uff0e\uff61]$/, "");
  if (!/^[\p{L}\p{M}\p{N}.\u3002\uff0e\uff61-]+$/u.test(host)) return address;
  return `${name}@${toAscii(host) ?? host}`;
};

const readDigit = (code: number): number => {
  if (code >= 48 && code <= 57) return code - 22;
  return code >= 97 && code <= 122 ? code - 97 : 36;
};

const adapt = (delta: number, points: number, first: boolean): number => {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
};

/** A label of a domain out of Punycode (RFC 3492); null when it is none. */
const decodeLabel = (encoded: string): string | null => {
  const basic = encoded.lastIndexOf("-");
  const points = Array.from(encoded.slice(0, Math.max(basic, 0)), (char) => char.codePointAt(0) ?? 0);
  let code = 128;
  let bias = 72;
  let place = 0;
  let at = basic + 1;
  while (at < encoded.length) {
    const before = place;
    let weight = 1;
    for (let k = 36; ; k += 36) {
      const digit = readDigit(encoded.charCodeAt(at++));
      if (digit >= 36 || Number.isNaN(digit)) return null;
      place += digit * weight;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    bias = adapt(place - before, points.length + 1, before === 0);
    code += Math.floor(place / (points.length + 1));
    if (code > 0x10ffff) return null;
    place %= points.length + 1;
    points.splice(place++, 0, code);
  }
  return String.fromCodePoint(...points);
};

const alike = /\p{Script=Latin}/u;
const lookAlikes = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** A label in its own letters; one that mixes scripts whose letters look the same is better seen as it is sent. */
const shownLabel = (part: string): string => {
  if (!part.startsWith("xn--")) return part;
  const decoded = decodeLabel(part.slice("xn--".length));
  return decoded === null || (alike.test(decoded) && lookAlikes.test(decoded)) ? part : decoded;
};

/** A host, or an origin with it, as people write it: in the letters of its language. */
export const shownHost = (host: string): string =>
  host
    .split(/([.:/])/)
    .map(shownLabel)
    .join("");

/** An address as people write it, its domain in the letters of its language. */
export const shownEmail = (address: string): string => {
  const [name, host] = split(address);
  return host.includes("xn--") ? `${name}@${shownHost(host)}` : address;
};
