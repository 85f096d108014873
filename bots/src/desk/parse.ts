import type { Args, CommandSpec, OptionSpec } from "./command.ts";
import { commandOf } from "./commands/all.ts";
import { show } from "./commands/show.ts";
import { readTicketRef } from "./ticket-ref.ts";

/** A typed command: which one, and what was given for its options. */
export interface Parsed {
  readonly command: CommandSpec;
  readonly args: Args;
  /** What was typed and no option takes; empty when all of it counts. */
  readonly rest: string;
}

/** How people also say it. */
const aliases: Readonly<Record<string, string>> = {
  take: "claim",
  solve: "resolve",
  solved: "resolve",
  find: "search",
  me: "mine",
  new: "create",
  open: "create",
};

/** The first word of a text, and what comes after it with its line breaks. */
const split = (text: string): readonly [string, string] => {
  const [, first = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  return [first, rest];
};

/** Gives each option its words in order: one word each, and all the rest to the last one, unless that is one word. */
const fill = (options: readonly OptionSpec[], text: string): Omit<Parsed, "command"> => {
  const args: Record<string, string> = {};
  let rest = text.trim();
  options.forEach((option, i) => {
    if (rest === "") return;
    const isLast = i === options.length - 1;
    const [word, after] = split(rest);
    if (option.kind === "ticket") {
      if (isLast && readTicketRef(rest) !== null) {
        args[option.name] = rest;
        rest = "";
        return;
      }
      if (readTicketRef(word) === null && !isLast) return;
      args[option.name] = word;
      rest = after;
    } else if (isLast || option.kind === "text") {
      args[option.name] = rest.trim();
      rest = "";
    } else {
      args[option.name] = word;
      rest = after;
    }
  });
  return { args, rest };
};

/** What to hand a form as a beginning: the words after `create` are the title, whatever they are. */
const beginning = (command: CommandSpec, text: string): Omit<Parsed, "command"> =>
  command.name === "create" ? { args: { title: text.trim() }, rest: "" } : fill(command.options, text);

/**
 * Reads a typed command such as `assign 1042 ana`; a number alone shows that ticket. Null when it is none: then help is
 * the answer.
 */
export const parse = (text: string): Parsed | null => {
  const [word, rest] = split(text);
  if (readTicketRef(word) !== null && rest === "") return { command: show, args: { ticket: word }, rest: "" };
  const name = word.toLowerCase();
  const command = commandOf(Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name);
  return command && { command, ...beginning(command, rest) };
};

/** The options that have to be asked for: required, and neither given nor known from the thread. */
export const missing = ({ options }: CommandSpec, args: Args, inThread: boolean): readonly OptionSpec[] =>
  options.filter(({ name, kind, required }) => required && !args[name]?.trim() && !(kind === "ticket" && inThread));
