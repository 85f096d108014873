import type { OptionSpec } from "./command.ts";
import { create } from "./commands/create.ts";

/** What a form shows of a message that a ticket is made from. Lengths count UTF-16 units. */
export interface Excerpt {
  /** How much of its words stands in the form. */
  readonly shown: number;
  /** How long all its words are. */
  readonly length: number;
  /** Whether it holds more than words. */
  readonly hasFiles: boolean;
}

/** So far back it is looked for the end of a word. */
const longestWord = 200;

/** Where to cut a text for a form that takes `most`: before a blank, for forms trim what they are given. */
const cutAt = (text: string, most: number): number => {
  if (text.length <= most) return text.length;
  const blank = text.slice(0, most + 1).search(/\s\S*$/);
  if (blank >= most - longestWord) return text.slice(0, blank).trimEnd().length;
  return /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
};

export const excerptOf = (words: string, most: number, hasFiles: boolean): Excerpt => ({
  shown: cutAt(words, most),
  length: words.length,
  hasFiles,
});

export const isCut = ({ shown, length }: Excerpt): boolean => shown < length;

/** The text of which a form showed the beginning, with what somebody made of that. Nothing of it is lost, whatever happened meanwhile. */
export const wholeText = (typed: string, words: string, excerpt: Excerpt): string => {
  if (!isCut(excerpt)) return typed;
  return words.length === excerpt.length ? `${typed}${words.slice(excerpt.shown)}` : `${typed}\n\n${words}`;
};

const comesAlong = (excerpt: Excerpt): string => {
  if (!isCut(excerpt)) return "What else is in the message, such as its files, comes along.";
  return excerpt.hasFiles
    ? "This is the beginning: the whole message comes along, with its files."
    : "This is the beginning: the whole message comes along.";
};

/** What the form for a ticket from a message asks for, and says of what it does not show. */
export const optionsFor = (excerpt: Excerpt): readonly OptionSpec[] =>
  create.options.map((option) => {
    if (option.name !== "description" || (!isCut(excerpt) && !excerpt.hasFiles)) return option;
    return { ...option, summary: comesAlong(excerpt), required: option.required && !excerpt.hasFiles };
  });
