import { sql } from "drizzle-orm";
import type { Desk } from "./desk.ts";

export type Dump = Readonly<Record<string, readonly unknown[]>>;

/** What a refused request may leave behind: that it was counted, and what belongs to a session and not to the desk. */
const passing = new Set(["rate_counters", "auth_rate_limits", "sessions", "idempotency_keys"]);

/** Every row of every table, but for the passing ones, once nothing goes on in the background. */
export const dump = async (desk: Desk): Promise<Dump> => {
  await desk.settled();
  const { db } = desk.services;
  const all = await db.orm.all<{ name: string }>(
    sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%fts%' ORDER BY name`,
  );
  const names = all.map(({ name }) => name).filter((name) => !passing.has(name));
  const rows = await db.read(
    ...names.map((name) => db.orm.all(sql`SELECT * FROM ${sql.identifier(name)} ORDER BY rowid`)),
  );
  return Object.fromEntries(names.map((name, i) => [name, rows[i] as unknown[]]));
};
