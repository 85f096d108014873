import { day, hour, minute } from "@docket/core/time";
import { z } from "zod";

/** At most `max` requests in a window of this many milliseconds. */
export interface RateLimit {
  readonly max: number;
  readonly window: number;
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
  readonly mail: { readonly from: string; readonly postmarkToken: string | null };
  /** How long after closing a ticket may be reopened. */
  readonly reopenWindow: number;
  readonly rateLimits: {
    readonly write: RateLimit;
    readonly anonymous: RateLimit;
    readonly visitorTickets: RateLimit;
  };
  /** Automatic letters to one address in an hour. */
  readonly automaticLettersPerHour: number;
  readonly logLevel: "info" | "warn" | "error";
}

const settings = z.object({
  DOCKET_URL: z
    .url({ protocol: /^https?$/, error: "must be an address such as https://desk.example.com" })
    .refine((text) => URL.parse(text)?.pathname === "/", "must be an address without a path")
    .transform((text) => new URL(text).origin),
  DOCKET_SECRET: z.string().min(32, "must have at least 32 characters; `openssl rand -base64 33` makes one"),
  DOCKET_NAME: z.string().trim().min(1).max(100).default("Docket"),
  MAIL_FROM: z
    .string()
    .trim()
    .max(300)
    .regex(
      /^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      "must be a sender such as Docket <desk@example.com>",
    )
    .default("Docket <support@localhost>"),
  POSTMARK_TOKEN: z.string().trim().min(1).optional(),
  REOPEN_DAYS: z.coerce.number().min(0).max(3650).default(14),
  RATE_WRITES_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  RATE_ANONYMOUS_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  RATE_VISITOR_TICKETS_PER_HOUR: z.coerce.number().int().min(1).default(20),
  AUTOMATIC_LETTERS_PER_HOUR: z.coerce.number().int().min(1).default(20),
  LOG_LEVEL: z.enum(["info", "warn", "error"]).default("info"),
});

/** The names of the settings that every desk has. */
export const deskSettings: readonly string[] = Object.keys(settings.shape);

/** Something is wrong with the settings; the message is one line that says what and why. */
export class ConfigError extends Error {}

/** Checks a group of settings; an empty one counts as not set. Throws `ConfigError` naming the first that is wrong. */
export const parseSettings = <T extends z.ZodType>(
  schema: T,
  env: Readonly<Record<string, string | undefined>>,
): z.output<T> => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const name = issue?.path.join(".") ?? "settings";
  throw new ConfigError(
    name in given ? `${name} is not right: ${issue?.message}.` : `${name} is not set: ${issue?.message}.`,
  );
};

const localTwins = (origin: string): string[] => {
  const url = new URL(origin);
  const twin = { localhost: "127.0.0.1", "127.0.0.1": "localhost" }[url.hostname];
  if (twin === undefined) return [origin];
  url.hostname = twin;
  return [origin, url.origin];
};

/** The configuration out of environment variables; see `.env.example`. Throws `ConfigError`. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const given = parseSettings(settings, env);
  if (given.POSTMARK_TOKEN !== undefined && !env["MAIL_FROM"]) {
    throw new ConfigError("MAIL_FROM is not set: Postmark takes letters from a sender that it knows, and no others.");
  }
  return {
    baseUrl: given.DOCKET_URL,
    ownOrigins: localTwins(given.DOCKET_URL),
    secret: given.DOCKET_SECRET,
    deskName: given.DOCKET_NAME,
    mail: { from: given.MAIL_FROM, postmarkToken: given.POSTMARK_TOKEN ?? null },
    reopenWindow: given.REOPEN_DAYS * day,
    rateLimits: {
      write: { max: given.RATE_WRITES_PER_MINUTE, window: minute },
      anonymous: { max: given.RATE_ANONYMOUS_PER_MINUTE, window: minute },
      visitorTickets: { max: given.RATE_VISITOR_TICKETS_PER_HOUR, window: hour },
    },
    automaticLettersPerHour: given.AUTOMATIC_LETTERS_PER_HOUR,
    logLevel: given.LOG_LEVEL,
  };
};
