import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { minute } from "@docket/core/time";
import { migrate as runMigrations } from "drizzle-orm/libsql/migrator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDb } from "./client.ts";
import { migrate } from "./migrate.ts";
import { integrations } from "./schema/chat.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-migrate-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A database that went through so many of the migrations. */
const databaseAfter = async (count: number) => {
  const migrationsFolder = join(folder, "migrations");
  await cp(fileURLToPath(new URL("../../migrations", import.meta.url)), migrationsFolder, { recursive: true });
  const journal = join(migrationsFolder, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(await readFile(journal, "utf8")) as { entries: unknown[] };
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, count) }));
  const client = createClient({ url: pathToFileURL(join(folder, "desk.db")).href });
  const db = createDb(client);
  await runMigrations(db.orm, { migrationsFolder });
  return { client, db };
};

test("a workspace that was connected before there were marks is followed from now on, and not from the beginning", async () => {
  const { client, db } = await databaseAfter(4);
  await client.execute(
    "INSERT INTO integrations (id, platform, workspace_id, name, bot_user_id, created_at) VALUES ('int_1', 'slack', 'T1', 'Acme', 'U1', 5)",
  );
  const before = Date.now();
  await migrate(db);
  const [[row]] = await db.read(db.orm.select().from(integrations));
  expect(row?.followedUntil).toBeGreaterThan(before - minute);
  expect(row?.followedUntil).toBeLessThan(Date.now() + minute);
  client.close();
});
