import { LibsqlBatchError, LibsqlError } from "@libsql/client";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../../src/db/client.ts";

type Query = BatchItem<"sqlite">;

interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** What `Db` uses of a query. */
interface Prepared {
  getQuery(): Statement;
  mapResult(result: unknown, isFromBatch: boolean): unknown;
}

/** A batch on its way to a database in another process. */
export interface Batch {
  readonly mode: "read" | "write";
  readonly statements: readonly (Statement | null)[];
}

/** What came of a batch. */
export type BatchAnswer =
  | { readonly results: readonly unknown[] }
  | { readonly code: string | null; readonly message: string; readonly statementIndex: number | null };

const rawQuery = (statement: Statement): Query => {
  const prepared: Prepared = { getQuery: () => statement, mapResult: (result) => result };
  return { _prepare: () => prepared } as unknown as Query;
};

/** Runs a batch beside the database. */
export const runBatch = async (db: Db, { mode, statements }: Batch): Promise<BatchAnswer> => {
  try {
    const run = db[mode] as (...queries: readonly (Query | null)[]) => Promise<readonly unknown[]>;
    return { results: await run(...statements.map((one) => one && rawQuery(one))) };
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof LibsqlError)) return { code: null, message, statementIndex: null };
    const index = "statementIndex" in error ? Number(error.statementIndex) : null;
    return { code: error.code, message, statementIndex: index };
  }
};

/** The error as it was thrown there. */
const errorOf = ({ code, message, statementIndex }: Exclude<BatchAnswer, { results: unknown }>): Error => {
  if (code === null) return new Error(message);
  return statementIndex === null ? new LibsqlError(message, code) : new LibsqlBatchError(message, statementIndex, code);
};

/** A database in another process: `orm` builds the statements here, `send` brings them there. */
export const remoteDb = (orm: Db["orm"], send: (batch: Batch) => Promise<BatchAnswer>): Db => {
  const run = async (mode: Batch["mode"], queries: readonly (Query | null)[]): Promise<never> => {
    const prepared = queries.map((one) => one && (one as unknown as { _prepare(): Prepared })._prepare());
    const answer = await send({ mode, statements: prepared.map((one) => one && one.getQuery()) });
    if (!("results" in answer)) throw errorOf(answer);
    return answer.results.map((result, i) => prepared[i]?.mapResult(result, true) ?? result) as never;
  };
  return { orm, read: (...queries) => run("read", queries), write: (...queries) => run("write", queries) };
};
