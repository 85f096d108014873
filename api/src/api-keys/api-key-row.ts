import type { ApiKeyView } from "@docket/core/contract/api-key";
import { toIso } from "@docket/core/time";
import type { apiKeys } from "../db/schema/keys.ts";

export type ApiKeyRow = Pick<typeof apiKeys.$inferSelect, "id" | "name" | "scopes" | "createdAt">;

export const viewApiKey = ({ scopes, createdAt, ...row }: ApiKeyRow): ApiKeyView => ({
  ...row,
  scopes: [...scopes],
  createdAt: toIso(createdAt),
});
