import { z } from "zod";
import type { Id, Noun } from "../ids.ts";
import { idPattern } from "../ids.ts";
import { limits } from "../limits.ts";
import { cleanLine, cleanText, digitsOf, isSeen } from "../text/clean.ts";
import { canonicalEmail, emailFault } from "../text/email-address.ts";
import { fault } from "./fault.ts";

const nouns: Readonly<Record<Noun, string>> = {
  ticket: "a ticket",
  message: "a message",
  event: "an event",
  attachment: "a file",
  person: "a person",
  visitor: "a visitor",
  site: "a site",
  invitation: "an invitation",
  outbox: "an entry of the outbox",
  apiKey: "an API key",
  identityLink: "a linked account",
  integration: "a workspace",
  channel: "a channel",
  card: "a card",
};

/** An id of one noun. */
export const idOf = <N extends Noun>(noun: N): z.ZodType<Id<N>, string> =>
  z.string().regex(idPattern(noun), fault("id", { noun: nouns[noun] })) as unknown as z.ZodType<Id<N>, string>;

/** What people write is cleaned before it is measured: nobody is refused for what they cannot see. */
export const written = (clean: (text: string) => string, max: number) =>
  z
    .string()
    .overwrite(clean)
    .min(1, { error: fault("empty"), abort: true })
    .max(max, fault("too_long", { max }))
    .refine(isSeen, fault("empty"));

/** One line of text of 1 to `max` characters. */
export const line = (max: number) => written(cleanLine, max);

/** Text of several lines of up to `limits.body` characters. What nobody would see is nothing. */
export const body = z
  .string()
  .overwrite((text) => (isSeen(text) ? cleanText(text) : ""))
  .max(limits.body, fault("too_long", { max: limits.body }));

interface Saying {
  readonly attachmentIds: readonly unknown[];
}

interface Rule {
  readonly path: PropertyKey[];
  readonly error: string;
  readonly when: (payload: { readonly value: unknown }) => boolean;
}

/** What the list of files is at least, whatever else is wrong with it. */
const saying = z.looseObject({ attachmentIds: z.array(z.unknown()) });

/**
 * The rule that there are words or files, as the arguments of `refine`; `field` is where the words are. It is told
 * beside whatever else is wrong.
 */
export const saysSomething = <F extends string>(
  field: F,
): [(input: Saying & Readonly<Record<F, string>>) => boolean, Rule] => [
  (input) => input[field] !== "" || input.attachmentIds.length > 0,
  { path: [field], error: fault("empty_message"), when: ({ value }) => saying.safeParse(value).success },
];

/** Words to look for. */
export const searchText = line(limits.query);

const webHost = z.url({ protocol: /^http$/, normalize: true });

/** A domain in the letters that the network knows (IDNA), or null. */
const asciiHost = (domain: string): string | null => {
  const address = webHost.safeParse(`http://${domain}/`).data;
  return address === undefined ? null : address.slice("http://".length, -1);
};

/** The one form of an address by which people are known and written to, however it was pasted. */
export const email = z
  .string()
  .overwrite((text) => canonicalEmail(text, asciiHost))
  .max(limits.email, fault("too_long", { max: limits.email }))
  .superRefine((text, context) => {
    const wrong = emailFault(text);
    if (wrong !== null) context.addIssue({ code: "custom", message: fault(wrong) });
  });

const longTag = fault("too_long", { max: limits.tag });

/**
 * A tag in any script; letters that Unicode spells in two ways count as one. A text that is too long in any spelling is
 * refused before that: to sort a hundred thousand accents takes seconds.
 */
export const tag = z
  .string()
  .overwrite(cleanLine)
  .toLowerCase()
  .max(4 * limits.tag, { error: longTag, abort: true })
  .normalize("NFC")
  .max(limits.tag, longTag)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u, fault("tag"));

export const tags = z.array(tag).max(limits.tags, fault("too_many", { max: limits.tags }));

/** A code out of an email, however it was pasted and in whatever digits it was typed. */
export const code = z
  .string()
  .overwrite(digitsOf)
  .regex(/^(?:\d{6}|\d{12})$/, fault("code_digits"));

/** The name of a category: a short word that urls and events keep. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, fault("category_name"));

/** An id as Slack or Discord writes it: opaque, and never longer than this. */
export const chatId = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/, fault("chat_id"));

export const time = z.iso.datetime({ error: fault("time") });

/** A page of a list. `nextCursor` is null on the last page; a cursor is good for the same list only. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(limits.page).default(25),
  cursor: z.string().max(500, fault("cursor")).optional(),
};
