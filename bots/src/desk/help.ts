import type { CommandSpec } from "./command.ts";
import { commands } from "./commands/all.ts";
import type { Outcome } from "./outcome.ts";

const usageOf = ({ name, options }: CommandSpec): string =>
  [name, ...options.map(({ name: option, required }) => (required ? `<${option}>` : `[${option}]`))].join(" ");

/** Every command with how it is written. */
export const help = (): Outcome => ({
  kind: "help",
  title: "What you can do with tickets here",
  lines: commands.map((command) => ({ usage: usageOf(command), summary: command.summary })),
});
