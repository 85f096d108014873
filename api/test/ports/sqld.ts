import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { freePort } from "../../../.ci/free-port.ts";
import { createDb } from "../../src/db/client.ts";
import { migrate } from "../../src/db/migrate.ts";
import { databaseFile, startSqld } from "../../src/dev/sqld.ts";
import type { DatabaseUnderTest } from "./database.contract.ts";

/** Keeps everybody else from writing to this file. */
export const lockFile = async (file: string): Promise<() => Promise<void>> => {
  const client = createClient({ url: `file:${file}` });
  const lock = await client.transaction("write");
  return async () => {
    await lock.rollback();
    client.close();
  };
};

/** A libSQL server with the schema of the desk, and what may befall it. */
export const startServer = async (): Promise<
  { readonly url: string } & Pick<DatabaseUnderTest, "lock" | "takeAway" | "stop">
> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-sqld-"));
  let sqld = await startSqld(folder, await freePort());
  const { url } = sqld;
  const client = createClient({ url });
  await migrate(createDb(client));
  client.close();
  return {
    url,
    lock: () => lockFile(databaseFile(folder)),
    takeAway: async () => {
      await sqld.process.kill();
      return async () => {
        sqld = await startSqld(folder, Number(new URL(url).port));
      };
    },
    stop: async () => {
      await sqld.process.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
