import { getTableColumns, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/**
 * All columns of a table as one field of a select. The driver describes every column of an answer anew each time, which
 * for a wide table takes longer than finding the row. Not for tables with blobs.
 */
export const wholeRow = <T extends SQLiteTable>(table: T) => {
  const columns = Object.entries(getTableColumns(table));
  const values = sql.join(
    columns.map(([, column]) => column),
    sql`, `,
  );
  const decode = (text: string): T["$inferSelect"] => {
    const row = JSON.parse(text) as readonly unknown[];
    return Object.fromEntries(
      columns.map(([name, column], i) => [name, row[i] === null ? null : column.mapFromDriverValue(row[i])]),
    );
  };
  return sql`json_array(${values})`.mapWith(decode);
};
