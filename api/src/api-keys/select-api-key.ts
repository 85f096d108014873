import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { apiKeys } from "../db/schema/keys.ts";
import { people } from "../db/schema/people.ts";

/** The keys that nobody revoked and for which all conditions hold. */
export const selectApiKeys = (db: Db, ...conditions: readonly (SQL | undefined)[]) =>
  db.orm
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      createdAt: apiKeys.createdAt,
      createdBy: apiKeys.createdBy,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      maker: { name: people.name, role: people.role, active: people.active },
    })
    .from(apiKeys)
    .leftJoin(people, eq(people.id, apiKeys.createdBy))
    .where(and(isNull(apiKeys.revokedAt), ...conditions));

export const apiKeyById = (db: Db, id: Id<"apiKey">) => selectApiKeys(db, eq(apiKeys.id, id));
