import type { BatchItem } from "drizzle-orm/batch";
import type { Call } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import { keepResult } from "./idempotency-query.ts";
import { RepeatedRequest } from "./once.ts";

/**
 * Writes a batch together with the caller's idempotency key, if there is one; for use within `once`.
 * `result` is what a repeated request is answered from. Returns the answers of the statements.
 */
export const writeOnce = async (
  { services: { db, clock }, idempotency }: Call,
  result: unknown,
  statements: readonly BatchItem<"sqlite">[],
): Promise<unknown[]> => {
  const kept = idempotency ? [keepResult(db, idempotency, result, clock.now())] : [];
  try {
    return (await db.write(...statements, ...kept)) as unknown[];
  } catch (error) {
    if (idempotency && lostStatement(error) === statements.length) throw new RepeatedRequest();
    throw error;
  }
};
