import type { Client, InStatement, ResultSet } from "@libsql/client";
import { LibsqlError } from "@libsql/client";
import type { BatchItem } from "drizzle-orm/batch";
import type { LibSQLDatabase } from "drizzle-orm/libsql";
import { drizzle } from "drizzle-orm/libsql";
import { reopenWhenBusy, retryWhileBusy } from "./busy.ts";
import * as schema from "./schema/all.ts";

/** A statement that is not run yet. */
export type Query = BatchItem<"sqlite">;
type Answers<T extends readonly (Query | null)[]> = { -readonly [K in keyof T]: NonNullable<T[K]>["_"]["result"] };

/** The database: statements are built with `orm` and run in batches, each one round trip and one transaction. */
export interface Db {
  readonly orm: LibSQLDatabase<typeof schema>;
  /** Runs all reads on one snapshot. What is null is not asked, and its answer is an empty list. */
  read<const T extends readonly (Query | null)[]>(...queries: T): Promise<Answers<T>>;
  /**
   * Runs all statements, or none. Throws `LibsqlError`; see `lostStatement` and `isUnavailable`. Throws `RangeError` for
   * text that not every database would give back as it was.
   */
  write<const T extends readonly Query[]>(...queries: T): Promise<Answers<T>>;
}

/** What drizzle's own `batch` uses of a query; it lets no one choose the mode of the transaction. */
export interface Preparable {
  _prepare(): {
    getQuery(): { readonly sql: string; readonly params: readonly unknown[] };
    mapResult(result: unknown, isFromBatch: boolean): unknown;
  };
}

/** Reading from a file ends text at a NUL, and a server takes no halves of characters. */
const checkText = (value: unknown): void => {
  if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed())) {
    throw new RangeError("Text must be whole characters without a NUL");
  }
};

/** The database behind a libSQL client, wherever that one points to. */
export const createDb = (given: Client): Db => {
  const client = given.protocol === "file" ? reopenWhenBusy(given) : given;
  const orm = drizzle(client, { schema });
  const send = async (mode: "read" | "write", statements: readonly InStatement[]): Promise<readonly ResultSet[]> => {
    const [only] = statements;
    // A single read is a snapshot by itself; a single write stays a batch, so that its failure names the statement.
    return mode === "read" && only && statements.length === 1
      ? [await client.execute(only)]
      : client.batch([...statements], mode);
  };
  const run = async (mode: "read" | "write", queries: readonly Query[]): Promise<unknown[]> => {
    if (queries.length === 0) return [];
    const prepared = queries.map((query) => (query as unknown as Preparable)._prepare());
    const statements = prepared.map((one) => {
      const { sql, params } = one.getQuery();
      if (mode === "write") for (const param of params) checkText(param);
      return { sql, args: params as never[] };
    });
    const results = await retryWhileBusy(() => send(mode, statements));
    return results.map((result, i) => prepared[i]?.mapResult(result, true));
  };
  const read = async (queries: readonly (Query | null)[]): Promise<unknown[]> => {
    const asked = queries.filter((query) => query !== null);
    const answers = await run("read", asked);
    return queries.map((query) => (query === null ? [] : answers.shift()));
  };
  return {
    orm,
    read: (...queries) => read(queries) as Promise<never>,
    write: (...queries) => run("write", queries) as Promise<never>,
  };
};

/** What a statement itself is to blame for. */
const isRefusal = (code: string): boolean =>
  /^(?:ARGS_|SQL_|SQLITE_(?:CONSTRAINT|ERROR|MISMATCH|RANGE|UNKNOWN))/.test(code);

/** The database is to blame, and not what it was asked. */
export const isDatabaseFault = (error: unknown): boolean => error instanceof LibsqlError && !isRefusal(error.code);

/** The place where files are kept did not take or give one: the same may work later. */
export class FilesUnavailable extends Error {
  override readonly name = "FilesUnavailable";
}

/** The database or the place of the files did not answer, or is locked: nothing was written and the caller may try again. */
export const isUnavailable = (error: unknown): boolean =>
  isDatabaseFault(error) ||
  error instanceof FilesUnavailable ||
  (error instanceof TypeError && error.message === "fetch failed");

/**
 * Which statement of a write batch broke a constraint, counted from 0; null when it failed for another
 * reason. Nothing of the batch was kept.
 */
export const lostStatement = (error: unknown): number | null => {
  if (!(error instanceof LibsqlError) || !error.code.startsWith("SQLITE_CONSTRAINT")) return null;
  return "statementIndex" in error && typeof error.statementIndex === "number" ? error.statementIndex : null;
};
