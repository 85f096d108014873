import { email } from "@docket/core/contract/common";
import { deskAddress } from "@docket/core/contract/desk-address";
import { rule, settingFault, settingsOf } from "@docket/core/contract/fault";
import { secretText } from "@docket/core/contract/secret";
import { day, hour, minute } from "@docket/core/time";
import { z } from "zod";
import { addressOf, readSender } from "./email/sender.ts";

/** At most `max` requests in a window of this many milliseconds. */
export interface RateLimit {
  readonly max: number;
  readonly window: number;
}

/** How the desk reaches Slack. `signingSecret` is null where Slack sends nothing to the server itself. */
export interface SlackSettings {
  readonly signingSecret: string | null;
  /** The token of the one workspace; null where each workspace brings its own. */
  readonly botToken: string | null;
  /** Lets more workspaces install the app. */
  readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string } | null;
  /** In place of Slack's own, for tests. */
  readonly apiUrl: string | null;
}

/** How the desk reaches Discord. */
export interface DiscordSettings {
  readonly token: string;
  /** In place of Discord's own, for tests. */
  readonly apiUrl: string | null;
}

/** The chats that the desk is set up for. */
export interface ChatSettings {
  readonly slack: SlackSettings | null;
  readonly discord: DiscordSettings | null;
}

/** The settings of a desk, checked once by the entry. Nothing else reads the environment. */
export interface Config {
  /** Where people reach the desk, without a slash at the end. */
  readonly baseUrl: string;
  /** The origins that count as the desk's own pages. */
  readonly ownOrigins: readonly string[];
  /** Signs sessions; at least 32 characters. */
  readonly secret: string;
  readonly deskName: string;
  readonly chats: ChatSettings;
  /** `from` as an address header takes it. */
  readonly mail: { readonly from: string; readonly postmarkToken: string | null };
  /** How long after closing a ticket may be reopened. */
  readonly reopenWindow: number;
  readonly rateLimits: {
    readonly write: RateLimit;
    readonly anonymous: RateLimit;
    readonly visitorTickets: RateLimit;
    /** What everybody behind one network address may do together. */
    readonly address: RateLimit;
  };
  /** Automatic letters to one address in an hour. */
  readonly automaticLettersPerHour: number;
  readonly logLevel: "info" | "warn" | "error";
}

const apiUrl = z.url({ protocol: /^https?$/, error: rule("must be an address") }).optional();

const secretRule = rule("must have at least 32 characters; `openssl rand -base64 33` makes one");

const settings = z.object({
  DOCKET_URL: deskAddress("must be an address such as https://desk.example.com").transform(
    (text) => new URL(text).origin,
  ),
  DOCKET_SECRET: z.string(secretRule).min(32, secretRule),
  DOCKET_NAME: z.string().trim().min(1).max(100).default("Docket"),
  MAIL_FROM: z
    .string()
    .trim()
    .max(300)
    .transform((text, context) => {
      const sender = readSender(text);
      if (sender === null || !isMailbox(addressOf(sender)))
        context.addIssue(rule("must be a sender such as Docket <desk@example.com>"));
      return sender ?? "";
    })
    .default("Docket <support@localhost>"),
  POSTMARK_TOKEN: secretText.optional(),
  REOPEN_DAYS: z.coerce.number().min(0).max(3650).default(14),
  RATE_WRITES_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  RATE_ANONYMOUS_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  RATE_VISITOR_TICKETS_PER_HOUR: z.coerce.number().int().min(1).default(20),
  RATE_ADDRESS_PER_HOUR: z.coerce.number().int().min(1).default(200),
  AUTOMATIC_LETTERS_PER_HOUR: z.coerce.number().int().min(1).default(20),
  SLACK_BOT_TOKEN: secretText.regex(/^xoxb-/, rule("must begin with xoxb-")).optional(),
  SLACK_SIGNING_SECRET: secretText.min(16).optional(),
  SLACK_CLIENT_ID: secretText.optional(),
  SLACK_CLIENT_SECRET: secretText.optional(),
  SLACK_API_URL: apiUrl,
  DISCORD_TOKEN: secretText.optional(),
  DISCORD_API_URL: apiUrl,
  LOG_LEVEL: z.enum(["info", "warn", "error"]).default("info"),
});

/** The names of the settings that every desk has. */
export const deskSettings: readonly string[] = Object.keys(settings.shape);

/** Something is wrong with the settings; the message is one line that says what and why. */
export class ConfigError extends Error {}

/** Checks a group of settings; a blank one counts as not set. Throws `ConfigError` naming the first that is wrong. */
export const parseSettings = <T extends z.ZodType>(
  schema: T,
  env: Readonly<Record<string, string | undefined>>,
): z.output<T> => {
  const given = settingsOf(env);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const { name, rule: broken } = settingFault(result.error.issues, given);
  throw new ConfigError(`${name} is ${name in given ? "not right" : "not set"}: ${broken}.`);
};

/** The secret of the demo and of the development server: it is in the source for everybody to read. */
export const demoSecret = "only for the demo: everybody may know this";

/** A secret of real chance has more different characters than this, even one in hexadecimal digits. */
const fewest = 10;

/** Whether a secret is one that somebody might try. */
export const isGuessable = (secret: string): boolean => secret.includes(demoSecret) || new Set(secret).size < fewest;

/** Whether only this machine reaches an address. */
export const isLocal = (host: string): boolean => ["localhost", "127.0.0.1", "::1", "[::1]"].includes(host);

const hostOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/** Whether mail can come from an address: it has a domain, or is on this machine alone. */
const isMailbox = (address: string): boolean => isLocal(hostOf(address)) || email.safeParse(address).success;

const localTwins = (origin: string): string[] => {
  const url = new URL(origin);
  const twin = { localhost: "127.0.0.1", "127.0.0.1": "localhost" }[url.hostname];
  if (twin === undefined) return [origin];
  url.hostname = twin;
  return [origin, url.origin];
};

type Given = z.output<typeof settings>;

const slackSettings = (given: Given): SlackSettings | null => {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_API_URL } = given;
  if ((SLACK_CLIENT_ID === undefined) !== (SLACK_CLIENT_SECRET === undefined)) {
    throw new ConfigError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: set both or none.");
  }
  const client =
    SLACK_CLIENT_ID === undefined || SLACK_CLIENT_SECRET === undefined
      ? null
      : {
          id: SLACK_CLIENT_ID,
          secret: SLACK_CLIENT_SECRET,
          redirectUri: `${given.DOCKET_URL}/hooks/slack/oauth`,
        };
  if (SLACK_BOT_TOKEN === undefined && client === null) {
    if (SLACK_SIGNING_SECRET === undefined) return null;
    throw new ConfigError("SLACK_BOT_TOKEN is not set: SLACK_SIGNING_SECRET alone does not let Docket answer.");
  }
  return {
    signingSecret: SLACK_SIGNING_SECRET ?? null,
    botToken: SLACK_BOT_TOKEN ?? null,
    client,
    apiUrl: SLACK_API_URL ?? null,
  };
};

const chatSettings = (given: Given): ChatSettings => ({
  slack: slackSettings(given),
  discord:
    given.DISCORD_TOKEN === undefined ? null : { token: given.DISCORD_TOKEN, apiUrl: given.DISCORD_API_URL ?? null },
});

/** The configuration out of environment variables; see `.env.example`. Throws `ConfigError`. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const given = parseSettings(settings, env);
  if (isGuessable(given.DOCKET_SECRET) && !isLocal(new URL(given.DOCKET_URL).hostname)) {
    throw new ConfigError("DOCKET_SECRET is not right: anybody can guess it; `openssl rand -base64 33` makes one.");
  }
  if (given.POSTMARK_TOKEN !== undefined && settingsOf(env)["MAIL_FROM"] === undefined) {
    throw new ConfigError("MAIL_FROM is not set: Postmark only accepts emails from a sender that it knows.");
  }
  const mailHost = hostOf(addressOf(given.MAIL_FROM));
  if (given.POSTMARK_TOKEN !== undefined && isLocal(mailHost) && !isLocal(new URL(given.DOCKET_URL).hostname)) {
    throw new ConfigError(
      `MAIL_FROM is not right: nobody outside accepts emails from an address at ${mailHost}; use one that Postmark knows as yours.`,
    );
  }
  return {
    baseUrl: given.DOCKET_URL,
    ownOrigins: localTwins(given.DOCKET_URL),
    secret: given.DOCKET_SECRET,
    deskName: given.DOCKET_NAME,
    chats: chatSettings(given),
    mail: { from: given.MAIL_FROM, postmarkToken: given.POSTMARK_TOKEN ?? null },
    reopenWindow: given.REOPEN_DAYS * day,
    rateLimits: {
      write: { max: given.RATE_WRITES_PER_MINUTE, window: minute },
      anonymous: { max: given.RATE_ANONYMOUS_PER_MINUTE, window: minute },
      visitorTickets: { max: given.RATE_VISITOR_TICKETS_PER_HOUR, window: hour },
      address: { max: given.RATE_ADDRESS_PER_HOUR, window: hour },
    },
    automaticLettersPerHour: given.AUTOMATIC_LETTERS_PER_HOUR,
    logLevel: given.LOG_LEVEL,
  };
};
