import { sql } from "drizzle-orm";
import type { Desk } from "./desk.ts";

/** The rows of each table, a line each. */
export type Dump = Readonly<Record<string, string>>;

/** What a refused request may leave behind: that it was counted, and what belongs to a session and not to the desk. */
const passing = new Set(["rate_counters", "sessions", "idempotency_keys"]);

/** The tables that keep something for good, and their columns. */
const tablesOf = async ({ services: { db } }: Desk) => {
  const tables = await db.orm.all<{ name: string; columns: string }>(sql`
    SELECT t.name AS name, group_concat('"' || c.name || '"') AS columns
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '%fts%'
    GROUP BY t.name`);
  return tables.filter(({ name }) => !passing.has(name));
};

/** Reads all tables in one statement, as text: tests compare much more often than they differ. */
const dumpStatement = async (desk: Desk): Promise<string> => {
  const tables = await tablesOf(desk);
  return tables
    .map(({ name, columns }) => {
      const lines = `(SELECT group_concat(json_array(${columns}), char(10)) FROM (SELECT * FROM "${name}" ORDER BY rowid))`;
      return `SELECT '${name}' AS name, coalesce(${lines}, '') AS lines`;
    })
    .join(" UNION ALL ");
};

/** Notes each row that is written from now on, but for what is passing. Says what was, once nothing goes on in the background. */
export const watchWrites = async (desk: Desk): Promise<() => Promise<readonly string[]>> => {
  const { orm } = desk.services.db;
  const run = (text: string) => orm.run(sql.raw(text));
  const tables = await tablesOf(desk);
  await run("CREATE TABLE written (what TEXT)");
  for (const { name } of tables)
    for (const act of ["INSERT", "UPDATE", "DELETE"])
      await run(
        `CREATE TRIGGER "written_${name}_${act}" AFTER ${act} ON "${name}"
          BEGIN INSERT INTO written VALUES ('${act} ${name} ' || ${act === "DELETE" ? "OLD" : "NEW"}.rowid); END`,
      );
  return async () => {
    await desk.settled();
    const rows = await orm.all<{ what: string }>(sql`DELETE FROM written RETURNING what`);
    return rows.map(({ what }) => what);
  };
};

let statement: string | null = null;

/** Everything that the database keeps for good, once nothing goes on in the background. */
export const dump = async (desk: Desk): Promise<Dump> => {
  await desk.settled();
  statement ??= await dumpStatement(desk);
  const rows = await desk.services.db.orm.all<{ name: string; lines: string }>(sql.raw(statement));
  return Object.fromEntries(rows.map(({ name, lines }) => [name, lines]));
};
