import { fileURLToPath } from "node:url";
import { migrate as runMigrations } from "drizzle-orm/libsql/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Db } from "./client.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Brings the database to the schema of this code; does nothing when it is there already. */
export const migrate = (db: Db): Promise<void> => runMigrations(db.orm, { migrationsFolder });

/** When the newest migration of this code was made: two databases with the same one have the same schema. */
export const newestMigration = (): number =>
  Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));
