import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import type { TestProject } from "vitest/node";
import { createDb } from "../src/db/client.ts";
import { migrate } from "../src/db/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A migrated, empty database file that each test copies. */
    readonly databaseTemplate: string;
  }
}

/** Migrates one database before all tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "docket-template-"));
  const file = join(folder, "template.db");
  const client = createClient({ url: `file:${file}` });
  // As the entry sets it; the copies keep it.
  await client.execute("PRAGMA journal_mode = WAL");
  await migrate(createDb(client));
  // Everything into the one file that the tests copy.
  await client.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  client.close();
  project.provide("databaseTemplate", file);
  return () => rm(folder, { recursive: true, force: true });
}
