import { ApplicationCommandOptionType as OptionType } from "discord-api-types/v10";
import type { CommandOption } from "./check-commands.ts";
import type { Json } from "./views.ts";
import { channelView, memberView, userView } from "./views.ts";
import type { Command, Guild } from "./world.ts";

/** What somebody gives for the options of a command, by name. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** The option in which somebody is typing; what they have typed may be anything. */
export type Focused = string | null;

const kinds: Readonly<Partial<Record<number, string>>> = {
  [OptionType.Integer]: "number",
  [OptionType.Number]: "number",
  [OptionType.Boolean]: "boolean",
};

const checkValue = (option: CommandOption, value: string | number | boolean): void => {
  const { name, type, choices = [] } = option;
  const fault = (what: string): Error => new Error(`the option “${name}” ${what}`);
  if (typeof value !== (kinds[type] ?? "string")) throw fault("is of another type");
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) throw fault("has no such choice");
  if (typeof value === "string" && type === OptionType.String) {
    if (value.length < (option.min_length ?? 0)) throw fault("is too short");
    if (value.length > (option.max_length ?? 6000)) throw fault("is too long");
  }
  if (typeof value === "number" && (value < (option.min_value ?? value) || value > (option.max_value ?? value)))
    throw fault("is out of range");
};

const filled = (options: readonly CommandOption[], values: OptionValues, focused: Focused): readonly Json[] => {
  const unknown = Object.keys(values).find((name) => !options.some((option) => option.name === name));
  if (unknown !== undefined) throw new Error(`there is no option “${unknown}”`);
  return options.flatMap((option) => {
    const { name, type } = option;
    const value = values[name];
    if (value === undefined) {
      if (option.required === true && focused === null) throw new Error(`the option “${name}” is required`);
      return [];
    }
    if (name === focused && option.autocomplete !== true) throw new Error(`the option “${name}” is not completed`);
    if (focused === null) checkValue(option, value);
    return [{ name, type, value, ...(name === focused ? { focused: true } : {}) }];
  });
};

const nested = (
  options: readonly CommandOption[],
  path: readonly string[],
  values: OptionValues,
  focused: Focused,
): readonly Json[] => {
  const subs = options.filter(({ type }) => type === OptionType.Subcommand || type === OptionType.SubcommandGroup);
  const [name, ...deeper] = path;
  if (name === undefined && subs.length === 0) return filled(options, values, focused);
  const sub = subs.find((one) => one.name === name);
  if (!sub) throw new Error(`there is no sub-command “${name ?? ""}”`);
  return [{ name: sub.name, type: sub.type, options: nested(sub.options ?? [], deeper, values, focused) }];
};

const resolved = (guild: Guild, values: OptionValues): Json => {
  const ids = Object.values(values).map(String);
  const members = ids.flatMap((id) => guild.members.get(id) ?? []);
  const channels = ids.flatMap((id) => guild.channels.get(id) ?? []);
  const byId = (list: readonly (readonly [string, Json])[]): Json => Object.fromEntries(list);
  return {
    users: byId(members.map(({ user }) => [user.id, userView(user)])),
    members: byId(members.map((member) => [member.user.id, { ...memberView(guild, member), permissions: "0" }])),
    channels: byId(channels.map((channel) => [channel.id, { ...channelView(channel), permissions: "0" }])),
  };
};

/** A command as somebody sends it; `path` is the sub-command. Throws when Discord would not let it go. */
export const invocation = (
  command: Command,
  guild: Guild,
  path: readonly string[],
  values: OptionValues,
  focused: Focused,
): Json => ({
  id: command.id,
  name: command.name,
  type: command.type,
  ...(command.guildId === null ? {} : { guild_id: command.guildId }),
  options: nested(command.options, path, values, focused),
  resolved: resolved(guild, values),
});
