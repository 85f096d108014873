import { withoutEnd } from "@docket/core/text/without-end";

/**
 * What cannot be seen and what turns the direction of writing. Joiners, marks of direction and the selectors of emoji
 * stay, for scripts and emoji need them.
 */
const invisible =
  /[^\P{Cc}\t\n]|(?!\u061c|[\u200c-\u200f]|[\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|[\u202a-\u202e\ufff9-\ufffb]/gu;

/** Text of people without invisible tricks; every line end is `\n`. */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll(invisible, "");

/** The same as one line. */
export const oneLine = (text: string): string => visible(text).replaceAll(/\s+/g, " ").trim();

/**
 * Marks that change how text looks or that name somebody, and the colon that makes an address a link. What has to stand at the
 * beginning of a line is looked back from when it is found: before each character it would take the square of the time.
 */
const mark = /@(?=everyone|here)|:(?=\/\/|[\w+~-]+:)|[\\*_~|`[<]|[-+>#](?<=^[ \t]*.)|\.(?<=^[ \t]*\d+.)/gm;

/** Where addresses may be: within brackets, or up to the next blank or `<`. */
const address = /(<https?:\/\/[^\s<>]+>)|(https?:\/\/[^\s<]+)(?=(<?))/;
const markOrAddress = new RegExp(`${address.source}|${mark.source}`, "gm");

/** What Discord leaves out at the end of an address, of which two characters at least stay after the slashes. */
const afterAddress = ".,:;\"']";
const isAddress = (text: string): boolean => /^https?:\/\/../s.test(withoutEnd(text, afterAddress));

/** Text that people wrote, with every mark escaped: they see what was typed. */
export const escapeText = (text: string): string => visible(text).replaceAll(mark, "\\$&");

/** The same, with addresses as links. What comes after it must begin with white space. */
export const escapeLinked = (text: string): string =>
  visible(text).replaceAll(markOrAddress, (found: string, bracketed?: string, bare?: string, torn?: string) => {
    if (bracketed !== undefined) return found;
    if (bare === undefined) return `\\${found}`;
    // The backslash before a `<` would become a part of the address.
    return torn === "" && isAddress(bare) ? bare : bare.replaceAll(mark, "\\$&");
  });

/** Whether text may be cut before this place: not within a character, nor before what belongs to the one before. */
const isCut = (text: string, at: number): boolean =>
  !/[\ud800-\udbff\u200d]/.test(text.charAt(at - 1)) &&
  !/^(?:\p{M}|\p{Emoji_Modifier}|\u200d)/u.test(text.slice(at, at + 2));

/** How far a cut goes back at most to keep together what belongs together. */
const together = 40;

/** The last place at or before `end` where text may be cut; `end` where there is none near. */
export const cutBefore = (text: string, end: number): number => {
  for (let at = end; at > Math.max(end - together, 0); at--) if (isCut(text, at)) return at;
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
};

/** Text of at most `max` UTF-16 code units; an ellipsis says that it was cut. Escaped marks stay escaped. */
export const clip = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, cutBefore(text, max - 1)).replace(/(?<!\\)((?:\\\\)*)\\$/, "$1")}…`;

/** A line that people wrote, safe to show, of at most `max` UTF-16 code units and at least one. */
export const safeLine = (text: string, max: number): string => clip(escapeText(oneLine(text)), max) || "–";

/** Text of several lines that people wrote, safe to show, of at most `max` UTF-16 code units. */
export const safeText = (text: string, max: number): string => clip(escapeLinked(text).trim(), max);

/** How a server calls what messages name by id; `undefined` where it does not know. */
export interface Names {
  readonly user: (id: string) => string | undefined;
  readonly role: (id: string) => string | undefined;
  readonly channel: (id: string) => string | undefined;
}

const unknown = "unknown";

/** What somebody wrote in Discord as plain text: names in place of ids. Their escapes stay as they were typed. */
export const toPlainText = (content: string, names: Names): string =>
  content
    .replaceAll(/<@!?(\d+)>/g, (_, id: string) => `@${names.user(id) ?? unknown}`)
    .replaceAll(/<@&(\d+)>/g, (_, id: string) => `@${names.role(id) ?? unknown}`)
    .replaceAll(/<#(\d+)>/g, (_, id: string) => `#${names.channel(id) ?? unknown}`)
    .replaceAll(/<a?(:\w+:)\d+>/g, "$1")
    .replaceAll(/<(\/[^:<>]+):\d+>/g, "$1")
    .replaceAll(/<t:(-?\d{1,11})(?::\w)?>/g, (_, seconds: string) =>
      new Date(Number(seconds) * 1000)
        .toISOString()
        .replace("T", " ")
        .replace(/:\d\d\.000Z$/, " UTC"),
    );
