import type { ApiKeyView } from "@docket/core/contract/api-key";
import { toIso, toIsoOrNull } from "@docket/core/time";
import type { apiKeys } from "../db/schema/keys.ts";
import type { people } from "../db/schema/people.ts";

type Key = Pick<
  typeof apiKeys.$inferSelect,
  "id" | "name" | "scopes" | "createdAt" | "createdBy" | "expiresAt" | "lastUsedAt"
>;

export interface ApiKeyRow extends Key {
  /** Who made it, as they are now; null when nobody in person did. */
  readonly maker: Pick<typeof people.$inferSelect, "name" | "role" | "active"> | null;
}

type Standing = NonNullable<ApiKeyView["createdBy"]>["standing"];

const standingOf = ({ active, role }: NonNullable<ApiKeyRow["maker"]>): Standing => {
  if (!active) return "left";
  return role === "admin" ? "admin" : "not_admin";
};

export const viewApiKey = ({ maker, createdBy, scopes, ...row }: ApiKeyRow): ApiKeyView => ({
  id: row.id,
  name: row.name,
  scopes: [...scopes],
  createdAt: toIso(row.createdAt),
  createdBy:
    createdBy === null || maker === null ? null : { id: createdBy, name: maker.name, standing: standingOf(maker) },
  expiresAt: toIsoOrNull(row.expiresAt),
  lastUsedAt: toIsoOrNull(row.lastUsedAt),
});
