import { z } from "zod";
import type { Id, Noun } from "../ids.ts";
import { idPattern } from "../ids.ts";
import { limits } from "../limits.ts";

/** An id of one noun. */
export const idOf = <N extends Noun>(noun: N): z.ZodType<Id<N>, string> =>
  z.string().regex(idPattern(noun), `must be the id of a ${noun}`) as unknown as z.ZodType<Id<N>, string>;

/** Every control character but tab, line feed and carriage return. */
const control = /[^\P{Cc}\t\n\r]/u;

/** Text that every store and every surface can hold: whole Unicode characters, no control characters. */
const clean = (text: string): boolean => text.isWellFormed() && !control.test(text);

/** One line of text of 1 to `max` characters, trimmed. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must have at most ${max} characters`)
    .refine((text) => clean(text) && !/[\n\r\t\u2028\u2029]/.test(text), "must be one line of plain text");

/** Text of several lines, 1 to `limits.body` characters, trimmed; line ends become `\n`. */
export const body = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, "\n"))
  .trim()
  .min(1, "must not be empty")
  .max(limits.body, `must have at most ${limits.body} characters`)
  .refine(clean, "must be plain text");

/** The same, or nothing. */
export const bodyOrNothing = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, "\n"))
  .trim()
  .max(limits.body, `must have at most ${limits.body} characters`)
  .refine(clean, "must be plain text");

/** Words to look for. */
export const searchText = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(limits.query, `must have at most ${limits.query} characters`)
  .refine(clean, "must be plain text");

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .regex(z.regexes.email, "must be an email address")
  .max(limits.email, `must have at most ${limits.email} characters`);

const longTag = `must have at most ${limits.tag} characters`;

/**
 * A tag in any script; letters that Unicode spells in two ways count as one. A text that is too long in any spelling is
 * refused before that: to sort a hundred thousand accents takes seconds.
 */
export const tag = z
  .string()
  .trim()
  .toLowerCase()
  .max(4 * limits.tag, { error: longTag, abort: true })
  .normalize("NFC")
  .max(limits.tag, longTag)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u, "must be letters, digits, - and _");

export const tags = z.array(tag).max(limits.tags, `must have at most ${limits.tags} tags`);

/** The name of a category: a short word that urls and events keep. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a category such as `billing`");

/** An id as Slack or Discord writes it: opaque, and never longer than this. */
export const chatId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, "must be an id of the chat");

export const time = z.iso.datetime();

/** A page of a list. `nextCursor` is null on the last page; a cursor is good for the same list only. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(limits.page).default(25),
  cursor: z.string().max(500).optional(),
};

/** A code as people enter it: the digits of the email, however they are grouped. */
export const code = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^(?:\d{6}|\d{12})$/, "must be the digits of the email"));
