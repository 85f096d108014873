import { constants, access } from "node:fs/promises";
import { resolve } from "node:path";
import { second } from "@docket/core/time";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import { createDb } from "../db/client.ts";
import { migrate } from "../db/migrate.ts";
import { callServer } from "../db/remote.ts";
import { lockDesk } from "./desk-lock.ts";
import { keepTrying } from "./keep-trying.ts";
import { databaseFileOf } from "./place.ts";
import type { NodeSettings } from "./settings.ts";
import { databaseUrl } from "./settings.ts";
import { makeFolder } from "./start-fault.ts";

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
  readonly close: () => void;
}

/** Opens the database of these settings, and waits until it can be used. Throws `ConfigError` for what does not pass by itself. */
export const openDatabase = async (node: NodeSettings): Promise<OpenDatabase> => {
  // Emails, files and the database are for nobody else on this machine.
  await keepTrying("DATA_DIR", () => prepareFolder(resolve(node.DATA_DIR)));
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
    return { client, embedded: false, close: () => client.close() };
  }
  const named = setting === "DATA_DIR" ? `DATA_DIR ${resolve(node.DATA_DIR)}` : `DATABASE_URL ${url}`;
  const unlock = await keepTrying(setting, () => lockDesk(file, named));
  const client = await open({ timeout: lockPatience }, "PRAGMA journal_mode = WAL");
  const close = (): void => {
    client.close();
    unlock();
  };
  return { client, embedded: true, close };
};
