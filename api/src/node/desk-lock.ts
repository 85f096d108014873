import { setTimeout as wait } from "node:timers/promises";
import { second } from "@docket/core/time";
import { createClient } from "@libsql/client";
import { isBusy } from "../db/busy.ts";
import { ConfigError } from "../config.ts";

/** Longer than a desk takes to stop: the next release may start while the last one ends. */
const patience = 10 * second;
const pause = second / 5;

/** Holds a lock until it is released. Throws what SQLite says of a file that it cannot lock. */
const hold = async (path: string): Promise<() => void> => {
  const client = createClient({ url: `file:${path}`, timeout: 0 });
  try {
    const lock = await client.transaction("write");
    return () => {
      lock.close();
      client.close();
    };
  } catch (error) {
    client.close();
    throw error;
  }
};

/**
 * Makes sure that one desk alone has a database file: two would not hear of each other's changes, and each would take up what
 * the other is doing. The lock is one of the system on a file beside the database; it ends with its process, however that
 * comes about, and holds between containers, too. `setting` says which file it is. Throws `ConfigError` when another desk
 * keeps it.
 */
export const lockDesk = async (database: string, setting: string): Promise<() => void> => {
  const deadline = performance.now() + patience;
  for (let tries = 1; ; tries++) {
    try {
      return await hold(`${database}.lock`);
    } catch (error) {
      if (!isBusy(error)) throw error;
      const taken = `${setting} belongs to another desk that runs`;
      if (performance.now() > deadline) throw new ConfigError(`${taken}: stop that one, or set another.`);
      if (tries === 1) console.warn(`docket: ${taken}. Waiting for it to stop …`);
      await wait(pause);
    }
  }
};
