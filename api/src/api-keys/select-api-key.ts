import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { apiKeys } from "../db/schema/keys.ts";

/** The keys that work and for which all conditions hold. */
export const selectApiKeys = (db: Db, ...conditions: readonly (SQL | undefined)[]) =>
  db.orm
    .select({ id: apiKeys.id, name: apiKeys.name, scopes: apiKeys.scopes, createdAt: apiKeys.createdAt })
    .from(apiKeys)
    .where(and(isNull(apiKeys.revokedAt), ...conditions));

export const apiKeyById = (db: Db, id: Id<"apiKey">) => selectApiKeys(db, eq(apiKeys.id, id));
