import type { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import type { Db, Preparable, Query } from "./client.ts";

const dialect = new SQLiteAsyncDialect();

/**
 * A statement with a condition, whose text is built once for each text of the condition: to build a wide one takes as long
 * as to run it. No other part of the statement may have parameters, and the condition must have few texts.
 */
export const builtOnce = <Q extends Query>(build: (db: Db, condition: SQL) => Q) => {
  const built = new Map<string, ReturnType<Preparable["_prepare"]>>();
  return (db: Db, condition: SQL): Pick<Q, "_"> => {
    const { sql: text, params } = dialect.sqlToQuery(condition);
    const known = built.get(text) ?? (build(db, condition) as unknown as Preparable)._prepare();
    built.set(text, known);
    const { sql, params: all } = known.getQuery();
    if (all.length !== params.length) throw new Error("a parameter outside of the condition");
    const prepared = {
      getQuery: () => ({ sql, params }),
      mapResult: (result: unknown, isFromBatch: boolean) => known.mapResult(result, isFromBatch),
    };
    return { _prepare: () => prepared } satisfies Preparable as unknown as Q;
  };
};
