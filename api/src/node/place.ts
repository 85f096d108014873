import type { Place } from "../backup/place.ts";
import { ConfigError, parseSettings } from "../config.ts";
import { databaseUrl, filesFolder, settings } from "./settings.ts";

/** As the client of the database reads the address of a file. */
const pathOf = (url: string): string => decodeURIComponent(url.replace(/^file:(?:\/\/[^/]*)?|\?.*$/gs, ""));

/** Where the desk of these settings keeps what it has. Throws `ConfigError`. */
export const readPlace = (env: Readonly<Record<string, string | undefined>>): Place => {
  const node = parseSettings(settings, env);
  const url = databaseUrl(node);
  if (url.startsWith("file:")) return { database: pathOf(url), files: filesFolder(node) };
  throw new ConfigError(
    "DATABASE_URL is a libSQL server, which is saved and restored by its own means: see docs/self-hosting.md.",
  );
};
