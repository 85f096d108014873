import { fileURLToPath } from "node:url";
import { migrate as runMigrations } from "drizzle-orm/libsql/migrator";
import type { Db } from "./client.ts";

/** Brings the database to the schema of this code; does nothing when it is there already. */
export const migrate = (db: Db): Promise<void> =>
  runMigrations(db.orm, { migrationsFolder: fileURLToPath(new URL("../../migrations", import.meta.url)) });
