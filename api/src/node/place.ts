import type { Place } from "../backup/place.ts";
import { ConfigError, parseSettings } from "../config.ts";
import { databaseUrl, filesFolder, settings } from "./settings.ts";

/** The file at the address of a database, as the client of the database reads it; null for a server. */
export const databaseFileOf = (url: string): string | null =>
  url.startsWith("file:") ? decodeURIComponent(url.replace(/^file:(?:\/\/[^/]*)?|\?.*$/gs, "")) : null;

/** Where the desk of these settings keeps what it has. Throws `ConfigError`. */
export const readPlace = (env: Readonly<Record<string, string | undefined>>): Place => {
  const node = parseSettings(settings, env);
  const database = databaseFileOf(databaseUrl(node));
  if (database !== null) return { database, files: filesFolder(node) };
  throw new ConfigError(
    "DATABASE_URL is a libSQL server, which is saved and restored by its own means: see docs/self-hosting.md.",
  );
};
