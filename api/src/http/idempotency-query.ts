import { and, eq } from "drizzle-orm";
import type { Idempotency } from "../context.ts";
import type { Db } from "../db/client.ts";
import { idempotencyKeys } from "../db/schema/events.ts";

/** What was done before under this key. */
export const idempotencyQuery = (db: Db, { caller, key }: Pick<Idempotency, "caller" | "key">) =>
  db.orm
    .select({ fingerprint: idempotencyKeys.fingerprint, result: idempotencyKeys.result })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key)));

/** Keeps what a request made; it goes into the write batch of the change. */
export const keepResult = (db: Db, idempotency: Idempotency, result: unknown, now: number) =>
  db.orm.insert(idempotencyKeys).values({ ...idempotency, result, createdAt: now });
