import type { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import type { Db, Preparable, Query } from "./client.ts";

const dialect = new SQLiteAsyncDialect();

/**
 * A statement of which some parts change, whose text is built once for each text of these: to build a wide one takes as long
 * as to run it. The parts stand in it in their order and have few texts; nothing else of it may have parameters.
 */
export const builtOnce = <Q extends Query, P extends readonly SQL[]>(build: (db: Db, ...parts: P) => Q) => {
  const built = new Map<string, ReturnType<Preparable["_prepare"]>>();
  return (db: Db, ...parts: P): Pick<Q, "_"> => {
    const queries = parts.map((part) => dialect.sqlToQuery(part));
    const text = queries.map((query) => query.sql).join("\n");
    const params = queries.flatMap((query) => query.params);
    const known = built.get(text) ?? (build(db, ...parts) as unknown as Preparable)._prepare();
    built.set(text, known);
    const { sql, params: all } = known.getQuery();
    if (all.length !== params.length) throw new Error("a parameter outside of the parts");
    const prepared = {
      getQuery: () => ({ sql, params }),
      mapResult: (result: unknown, isFromBatch: boolean) => known.mapResult(result, isFromBatch),
    };
    return { _prepare: () => prepared } satisfies Preparable as unknown as Q;
  };
};
