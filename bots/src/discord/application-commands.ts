import { statuses, priorities } from "@docket/core/tickets/ticket";
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
  RESTPutAPIApplicationCommandsJSONBody,
} from "discord-api-types/v10";
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from "discord-api-types/v10";
import type { CommandSpec, OptionKind, OptionSpec } from "../desk/command.ts";
import { commands } from "../desk/commands/all.ts";
import { priorityNames, statusNames } from "../desk/words.ts";

/** The name of the message command. */
export const fromMessage = "Create ticket";

/** As much as a command can take typed. */
const mostTyped = 6000;

const autocompleted: readonly OptionKind[] = ["ticket", "person", "category"];

/** A form asks for long text, and a thread knows its ticket: neither has to be given. */
const isRequired = ({ kind, required }: OptionSpec): boolean => required && kind !== "ticket" && kind !== "text";

const choicesOf = ({ kind, choices = [] }: OptionSpec) => {
  if (kind === "status") return statuses.map((value) => ({ name: statusNames[value], value }));
  if (kind === "priority") return priorities.map((value) => ({ name: priorityNames[value], value }));
  return choices.map((value) => ({ name: value, value }));
};

const optionOf = (option: OptionSpec): APIApplicationCommandBasicOption => {
  const { name, summary, kind, max = mostTyped } = option;
  const base = {
    type: ApplicationCommandOptionType.String,
    name,
    description: summary,
    required: isRequired(option),
  } as const;
  if (autocompleted.includes(kind)) return { ...base, autocomplete: true };
  const choices = choicesOf(option);
  return choices.length > 0 ? { ...base, choices } : { ...base, max_length: Math.min(max, mostTyped) };
};

/** Discord wants what is required first. */
const subcommand = ({ name, summary, options }: CommandSpec): APIApplicationCommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  description: summary,
  options: options.map(optionOf).toSorted((a, b) => Number(b.required) - Number(a.required)),
});

const inServers = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** Everything that Docket registers with Discord: `/ticket …`, and a command on messages. */
export const applicationCommands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    type: ApplicationCommandType.ChatInput,
    name: "ticket",
    description: "Work with tickets",
    options: commands.map(subcommand),
    ...inServers,
  },
  { type: ApplicationCommandType.Message, name: fromMessage, ...inServers },
];
