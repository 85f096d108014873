import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { migrate as runMigrations } from "drizzle-orm/libsql/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { ConfigError } from "../config.ts";
import type { Db } from "./client.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** When the newest migration of this code was made: two databases with the same one have the same schema. */
const newestMigration = (): number =>
  Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));

/** Refuses what a newer version has written, with its newest migration: this code would spoil what it does not know. */
export const refuseNewer = (what: string, migration: number): void => {
  if (migration > newestMigration()) throw new ConfigError(`${what} is of a newer version of Docket than this one.`);
};

/** The newest migration that a database has; 0 for a database that is new. */
const migrationOf = async ({ orm }: Db): Promise<number> => {
  const [table] = await orm
    .select({ name: sql<string>`name` })
    .from(sql`sqlite_master`)
    .where(sql`name = '__drizzle_migrations'`);
  if (table === undefined) return 0;
  const [row] = await orm.select({ migration: sql<number | null>`max(created_at)` }).from(sql`__drizzle_migrations`);
  return row?.migration ?? 0;
};

/** Brings the database to the schema of this code. Throws `ConfigError` when it is of a newer version. */
export const migrate = async (db: Db): Promise<void> => {
  refuseNewer("The database", await migrationOf(db));
  await runMigrations(db.orm, { migrationsFolder });
};
