import { rule } from "@docket/core/contract/fault";
import { secretText } from "@docket/core/contract/secret";
import { z } from "zod";
import type { Config } from "../config.ts";
import { ConfigError, parseSettings, readConfig } from "../config.ts";
import type { Bucket } from "../platform/blobs-r2.ts";
import type { HubNamespace } from "../realtime/durable-hub.ts";

/** The built files of the widget and the dashboard. */
export interface Assets {
  fetch(request: Request): Promise<Response>;
}

/** What keeps the Worker alive after the answer. */
export interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void;
}

/** What the platform hands to the Worker, before anybody checked it. */
export type Env = Readonly<Record<string, unknown>>;

const settings = z.object({
  DATABASE_URL: z
    .string(rule("must be the address of a libSQL server such as libsql://desk.example.turso.io"))
    .regex(/^(?:libsql|https?):/, rule("must begin with libsql: or https:")),
  DATABASE_TOKEN: secretText.optional(),
  POSTMARK_URL: z
    .url({ protocol: /^https?$/, error: rule("must be an address such as https://api.postmarkapp.com") })
    .optional(),
});

/** The names of the settings that only a desk on Workers has. */
export const workerSettings: readonly string[] = Object.keys(settings.shape);

/** The settings of a desk on Workers, checked. */
interface WorkerConfig {
  readonly config: Config;
  readonly database: { readonly url: string; readonly authToken?: string };
  /** In place of Postmark's own address. */
  readonly postmarkUrl: URL | null;
}

/** The settings and bindings of a desk on Workers, checked. */
export interface Bindings extends WorkerConfig {
  readonly blobs: Bucket;
  readonly hub: HubNamespace;
  readonly assets: Assets;
}

/** Checks the settings of a desk on Workers. Throws `ConfigError`. */
export const readSettings = (texts: Readonly<Record<string, string>>): WorkerConfig => {
  const config = readConfig(texts);
  const { DATABASE_URL, DATABASE_TOKEN, POSTMARK_URL } = parseSettings(settings, texts);
  if (config.mail.postmarkToken === null) {
    throw new ConfigError("POSTMARK_TOKEN is not set: a desk on Workers has no other way to send its emails.");
  }
  return {
    config,
    database: { url: DATABASE_URL, ...(DATABASE_TOKEN === undefined ? {} : { authToken: DATABASE_TOKEN }) },
    postmarkUrl: POSTMARK_URL === undefined ? null : new URL(POSTMARK_URL),
  };
};

/** A binding of `wrangler.toml` that has this method. */
const bound = <T>(env: Env, name: string, method: keyof T & string, what: string): T => {
  const binding = env[name];
  if (typeof binding === "object" && binding !== null && method in binding) return binding as T;
  throw new ConfigError(`${name} is not bound to ${what}: wrangler.toml must say so.`);
};

/** Checks everything that the platform hands over. Throws `ConfigError`. */
export const readBindings = (env: Env): Bindings => {
  const texts = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  return {
    ...readSettings(texts),
    blobs: bound<Bucket>(env, "BLOBS", "put", "an R2 bucket"),
    hub: bound<HubNamespace>(env, "HUB", "getByName", "the Durable Object of the class DurableHub"),
    assets: bound<Assets>(env, "ASSETS", "fetch", "the built files"),
  };
};
