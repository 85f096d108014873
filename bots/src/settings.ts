import { deskAddress } from "@docket/core/contract/desk-address";
import { rule, settingFault, settingsOf } from "@docket/core/contract/fault";
import { secretText } from "@docket/core/contract/secret";
import { z } from "zod";
import { levels } from "./log.ts";

const apiUrl = z.url({ protocol: /^https?$/, error: rule("must be an address") }).optional();

const keyRule = rule("must be a key of the desk with the scope chat: it begins with dk_");

const settings = z
  .object({
    DOCKET_URL: deskAddress("must be the address of the desk, such as https://desk.example.com").transform(
      (text) => new URL(text).origin,
    ),
    DOCKET_KEY: z
      .string(keyRule)
      .trim()
      .regex(/^dk_[ -~]+$/, keyRule),
    SLACK_APP_TOKEN: secretText
      .regex(/^xapp-/, rule("must be the app's token for Socket Mode: it begins with xapp-"))
      .optional(),
    SLACK_BOT_TOKEN: secretText.regex(/^xoxb-/, rule("must be the bot's token: it begins with xoxb-")).optional(),
    SLACK_API_URL: apiUrl,
    DISCORD_TOKEN: secretText.optional(),
    DISCORD_API_URL: apiUrl,
    LOG_LEVEL: z.enum(levels).default("info"),
  })
  .refine(({ SLACK_APP_TOKEN: app, SLACK_BOT_TOKEN: bot }) => (app === undefined) === (bot === undefined), {
    path: ["SLACK_APP_TOKEN"],
    error: rule("and SLACK_BOT_TOKEN go together"),
  })
  .refine(({ SLACK_APP_TOKEN: slack, DISCORD_TOKEN: discord }) => slack !== undefined || discord !== undefined, {
    path: ["DISCORD_TOKEN"],
    error: rule("or SLACK_APP_TOKEN with SLACK_BOT_TOKEN must be set: else there is nothing to do"),
  });

/** What the bots' process is told by its environment. */
export type BotSettings = z.output<typeof settings>;

/** The names of all settings of the bots' process. */
export const botSettings: readonly string[] = Object.keys(settings.shape);

/** Something is wrong with the settings; the message is one line that names the first of them. */
export class SettingsError extends Error {}

/** Checks the environment; a blank setting counts as not set. Throws `SettingsError`. */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): BotSettings => {
  const given = settingsOf(env);
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  const { name, rule: broken } = settingFault(result.error.issues, given);
  throw new SettingsError(`${name} ${broken}.`);
};
