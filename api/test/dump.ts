import { sql } from "drizzle-orm";
import type { Desk } from "./desk.ts";

/** The rows of each table, a line each. */
export type Dump = Readonly<Record<string, string>>;

/** What a refused request may leave behind: that it was counted, and what belongs to a session and not to the desk. */
const passing = new Set(["rate_counters", "sessions", "idempotency_keys"]);

/** Reads all tables in one statement, as text: tests compare much more often than they differ. */
const dumpStatement = async ({ services: { db } }: Desk): Promise<string> => {
  const tables = await db.orm.all<{ name: string; columns: string }>(sql`
    SELECT t.name AS name, group_concat('"' || c.name || '"') AS columns
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '%fts%'
    GROUP BY t.name`);
  return tables
    .filter(({ name }) => !passing.has(name))
    .map(({ name, columns }) => {
      const lines = `(SELECT group_concat(json_array(${columns}), char(10)) FROM (SELECT * FROM "${name}" ORDER BY rowid))`;
      return `SELECT '${name}' AS name, coalesce(${lines}, '') AS lines`;
    })
    .join(" UNION ALL ");
};

let statement: string | null = null;

/** Everything that the database keeps for good, once nothing goes on in the background. */
export const dump = async (desk: Desk): Promise<Dump> => {
  await desk.settled();
  statement ??= await dumpStatement(desk);
  const rows = await desk.services.db.orm.all<{ name: string; lines: string }>(sql.raw(statement));
  return Object.fromEntries(rows.map(({ name, lines }) => [name, lines]));
};
