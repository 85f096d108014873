import { ApplicationCommandOptionType, ApplicationCommandType } from "discord-api-types/v10";
import { z } from "zod";
import { text, wrong } from "./form.ts";

const nameRule = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const slashName = z
  .string()
  .refine(
    (name) => nameRule.test(name) && name === name.toLowerCase(),
    wrong("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"),
  );

const choice = z.object({ name: text(100), value: z.union([text(100), z.number()]) });

const subcommandTypes: readonly ApplicationCommandOptionType[] = [
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
];

const simpleOption = z
  .object({
    type: z.enum(ApplicationCommandOptionType),
    name: slashName,
    description: text(100),
    required: z.boolean().optional(),
    choices: z.array(choice).max(25).optional(),
    autocomplete: z.boolean().optional(),
    min_length: z.int().min(0).max(6000).optional(),
    max_length: z.int().min(1).max(6000).optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
    channel_types: z.array(z.int()).optional(),
  })
  .refine(({ choices = [], autocomplete = false }) => choices.length === 0 || !autocomplete, {
    path: ["autocomplete"],
    ...wrong("APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "An option has choices or completes, not both"),
  });

export type CommandOption = z.output<typeof simpleOption> & { readonly options?: readonly CommandOption[] | undefined };

const isUnique = (options: readonly CommandOption[]): boolean =>
  new Set(options.map(({ name }) => name)).size === options.length;
const requiredFirst = (options: readonly CommandOption[]): boolean =>
  options.every(({ required = false }, i) => !required || options.slice(0, i).every((one) => one.required));

const optionList = (option: z.ZodType<CommandOption>) =>
  z
    .array(option)
    .max(25)
    .refine(isUnique, wrong("APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique"))
    .refine(
      requiredFirst,
      wrong("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before optional ones"),
    );

const leaf = simpleOption.refine(({ type }) => !subcommandTypes.includes(type), {
  path: ["type"],
  ...wrong("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands do not go deeper"),
});
const subcommand = simpleOption.safeExtend({ options: optionList(leaf).optional() });
const option = simpleOption.safeExtend({ options: optionList(subcommand).optional() });

const fields = {
  default_member_permissions: z.string().nullish(),
  contexts: z.array(z.int()).nullish(),
  integration_types: z.array(z.int()).nullish(),
  dm_permission: z.boolean().nullish(),
  nsfw: z.boolean().nullish(),
};

const slashCommand = z.object({
  ...fields,
  type: z.literal(ApplicationCommandType.ChatInput).default(ApplicationCommandType.ChatInput),
  name: slashName,
  description: text(100),
  options: optionList(option)
    .refine((options) => new Set(options.map(({ type }) => subcommandTypes.includes(type))).size < 2, {
      ...wrong("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and options do not mix"),
    })
    .default([]),
});

const menuCommand = z.object({
  ...fields,
  type: z.literal([ApplicationCommandType.User, ApplicationCommandType.Message]),
  name: text(32),
  description: z.literal("").default(""),
  options: z.array(z.never()).max(0).default([]),
});

type Sized = Pick<CommandOption, "name" | "description" | "choices" | "options">;

const optionSize = ({ name, description, choices = [], options = [] }: Sized): number =>
  name.length +
  description.length +
  choices.reduce((sum, one) => sum + one.name.length + String(one.value).length, 0) +
  options.reduce((sum, one) => sum + optionSize(one), 0);

const command = z
  .union([menuCommand, slashCommand])
  .refine(
    (one) => optionSize(one) <= 8000,
    wrong("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)"),
  );

export type CommandInput = z.output<typeof command>;

/** How many of each type there may be. */
const most: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };

/** All commands of an application, global or of one guild. */
export const commandList = z.array(command).superRefine((commands, context) => {
  for (const [type, limit] of Object.entries(most)) {
    const names = commands.filter((one) => String(one.type) === type).map(({ name }) => name);
    const fault = (code: string, message: string): void =>
      context.addIssue({ code: "custom", input: commands, ...wrong(code, message), message });
    if (names.length > limit) fault("APPLICATION_COMMAND_TOO_MANY", `Maximum number of commands reached (${limit})`);
    if (new Set(names).size < names.length) fault("APPLICATION_COMMANDS_DUPLICATE_NAME", "Names must be unique");
  }
});
