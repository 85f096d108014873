import { constants, access, readdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { second } from "@docket/core/time";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import { ConfigError } from "../config.ts";
import { createDb } from "../db/client.ts";
import type { InPlace } from "../db/watch.ts";
import { migrate } from "../db/migrate.ts";
import { callServer } from "../db/remote.ts";
import { lockDesk } from "./desk-lock.ts";
import { keepTrying } from "./keep-trying.ts";
import { databaseFileOf } from "./place.ts";
import type { NodeSettings } from "./settings.ts";
import { buildsFolder, databaseUrl, filesFolder } from "./settings.ts";
import { makeFolder } from "./start-fault.ts";
import { stays } from "./stays.ts";

/** How many calls to a libSQL server run at a time: with many more at once it becomes slower, not faster. */
const serverCalls = 4;

/**
 * Milliseconds that a write waits for another program that has the file locked. The process does nothing else in that time,
 * and a batch waits so up to five times; what Docket itself writes holds the lock for a few milliseconds.
 */
const lockPatience = second;

/** The setting that says where the database is. */
export const databaseSetting = ({ DATABASE_URL }: NodeSettings): "DATABASE_URL" | "DATA_DIR" =>
  DATABASE_URL === undefined ? "DATA_DIR" : "DATABASE_URL";

/** The folder of a desk, which is there and can be written to. */
const prepareFolder = async (folder: string): Promise<void> => {
  await makeFolder(folder);
  await access(folder, constants.W_OK);
};

/** The folder of the files, which the desk may have already, must be this user's. */
const checkFiles = async (folder: string): Promise<void> => {
  const { R_OK, W_OK, X_OK } = constants;
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) await access(folder, R_OK | W_OK | X_OK);
};

const connect = async (client: Client, first: string): Promise<Client> => {
  try {
    await client.execute(first);
    await migrate(createDb(client));
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
};

/** The database of a desk. */
export interface OpenDatabase {
  readonly client: Client;
  /** It is a file, which nobody but this process writes to. */
  readonly embedded: boolean;
  readonly isInPlace: InPlace;
  readonly close: () => Promise<void>;
}

const isFilled = async (folder: string): Promise<boolean> => (await readdir(folder).catch(() => [])).length > 0;

/**
 * Throws `ConfigError` where a desk was and its database is not: a new one in its place would be open to whoever comes first.
 */
const refuseVanished = async (file: string, node: NodeSettings): Promise<void> => {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() && found.size === 0) {
    throw new ConfigError(`${file} is empty, so it is damaged: bring back a backup, or remove it to begin anew.`);
  }
  if (found !== null) return;
  const [files, builds] = [filesFolder(node), buildsFolder(node)];
  const left: string[] = [];
  for (const folder of [files, builds]) if (await isFilled(folder)) left.push(folder);
  if (left.length === 0) return;
  throw new ConfigError(
    `${dirname(builds)} holds ${left.includes(files) ? "files of tickets" : "what a desk left"} but no database, which would be ${file}. ` +
      `Was it moved? Bring back a backup, or remove the folder${left.length > 1 ? "s" : ""} ${left.join(" and ")} to begin anew.`,
  );
};

/** Brings all that was written into the file itself, so that a copy of this file alone is whole. */
const gather = async (client: Client): Promise<void> => {
  // What does not work now is done at the next start.
  await client.execute("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => null);
};

/** Opens the database of these settings, and waits until it can be used. Throws `ConfigError` for what does not pass by itself. */
export const openDatabase = async (node: NodeSettings): Promise<OpenDatabase> => {
  // Emails, files and the database are for nobody else on this machine.
  await keepTrying("DATA_DIR", async () => {
    await prepareFolder(resolve(node.DATA_DIR));
    await checkFiles(filesFolder(node));
  });
  const { DATABASE_TOKEN } = node;
  const setting = databaseSetting(node);
  const url = databaseUrl(node);
  const file = databaseFileOf(url);
  const open = (options: object, first: string): Promise<Client> =>
    keepTrying(setting, async () =>
      connect(createClient({ url, ...options, ...(DATABASE_TOKEN ? { authToken: DATABASE_TOKEN } : {}) }), first),
    );
  if (file === null) {
    const client = await open({ fetch: callServer, concurrency: serverCalls }, "SELECT 1");
    return { client, embedded: false, isInPlace: () => true, close: async () => client.close() };
  }
  const named = setting === "DATA_DIR" ? `DATA_DIR ${resolve(node.DATA_DIR)}` : `DATABASE_URL ${url}`;
  const unlock = await keepTrying(setting, () => lockDesk(file, named));
  await refuseVanished(file, node).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const client = await open({ timeout: lockPatience }, "PRAGMA journal_mode = WAL");
  const close = async (): Promise<void> => {
    await gather(client);
    client.close();
    unlock();
  };
  return { client, embedded: true, isInPlace: stays(file), close };
};
