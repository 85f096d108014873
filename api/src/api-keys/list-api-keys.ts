import type { ApiKeyPage, apiKeyListQuery } from "@docket/core/contract/api-key";
import { idOf } from "@docket/core/contract/common";
import { desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { apiKeys } from "../db/schema/keys.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { viewApiKey } from "./api-key-row.ts";
import { selectApiKeys } from "./select-api-key.ts";

const place = z.tuple([z.number(), idOf("apiKey")]);

/** A page of the keys that nobody revoked, newest first; also those that have ended by themselves. */
export const listApiKeys = async (
  { services: { db } }: Call,
  { limit, cursor, createdBy }: z.output<typeof apiKeyListQuery>,
): Promise<ApiKeyPage> => {
  const after = decodeCursor(cursor, place);
  const { createdAt, id } = apiKeys;
  const [rows] = await db.read(
    selectApiKeys(
      db,
      createdBy ? eq(apiKeys.createdBy, createdBy) : undefined,
      after ? sql`(${createdAt}, ${id}) < (${after[0]}, ${after[1]})` : undefined,
    )
      .orderBy(desc(createdAt), desc(id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, (row) => [row.createdAt, row.id], viewApiKey);
};
