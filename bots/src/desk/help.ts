import type { CommandSpec } from "./command.ts";
import { commands } from "./commands/all.ts";
import type { Outcome } from "./outcome.ts";

/** How a command is written. */
const usageOf = ({ name, options }: CommandSpec): string =>
  [name, ...options.map(({ name: option, required }) => (required ? `<${option}>` : `[${option}]`))].join(" ");

/** Refuses a command with words that it does not take: nothing that somebody typed is dropped in silence. */
export const tooMuch = (command: CommandSpec, rest: string): Outcome => ({
  kind: "refused",
  text: `Nothing was done: “${rest}” is more than this takes. Write /ticket ${usageOf(command)}.`,
});

const titleFor = (word: string): string =>
  word === "" || word.toLowerCase() === "help"
    ? "What you can do with tickets here"
    : `There is no command “${word}”. You can use these:`;

/** Every command with how it is written, for a text that is none of them. */
export const help = (text: string): Outcome => ({
  kind: "help",
  title: titleFor(text.trim().split(/\s+/)[0] ?? ""),
  lines: commands.map((command) => ({ usage: usageOf(command), summary: command.summary })),
});
