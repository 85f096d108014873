import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { createClient as createWebClient } from "@libsql/client/web";
import { expect, inject, test } from "vitest";
import { createDb } from "../../src/db/client.ts";
import { callServer } from "../../src/db/remote.ts";
import { rateCounters } from "../../src/db/schema/events.ts";
import { databaseContract } from "./database.contract.ts";
import { lockFile, startServer } from "./sqld.ts";

const startFile = async () => {
  const folder = await mkdtemp(join(tmpdir(), "docket-database-"));
  const file = join(folder, "desk.db");
  await copyFile(inject("databaseTemplate"), file);
  const client = createClient({ url: `file:${file}`, timeout: 20 });
  const batch = client.batch.bind(client);
  client.batch = async (...args: Parameters<typeof batch>) => {
    await it.onCall();
    return batch(...args);
  };
  const it = {
    file,
    db: createDb(client),
    onCall: () => Promise.resolve(),
    lock: () => lockFile(file),
    takeAway: () => {
      client.close();
      return Promise.resolve(async () => client.reconnect());
    },
    stop: async () => {
      client.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return it;
};

databaseContract("a file", startFile);

test("a file keeps what is written after a lock was met outside of a batch", async () => {
  const { file, db, lock, stop } = await startFile();
  const write = (key: string) => db.orm.insert(rateCounters).values({ key, windowEnd: 1, count: 1 });
  const release = await lock();
  await expect(write("a")).rejects.toMatchObject({ cause: { code: "SQLITE_BUSY" } });
  await release();
  await write("b");
  const other = createClient({ url: `file:${file}` });
  const { rows } = await other.execute("SELECT key FROM rate_counters");
  expect(rows.map((row) => row["key"])).toEqual(["b"]);
  other.close();
  await stop();
});

databaseContract("a server", async () => {
  const { url, ...server } = await startServer();
  const fetch = async (request: Request): Promise<Response> => {
    await it.onCall();
    return callServer(request);
  };
  const db = createDb(createWebClient({ url, fetch, concurrency: 4 }));
  const it = { ...server, db, onCall: () => Promise.resolve() };
  return it;
});
