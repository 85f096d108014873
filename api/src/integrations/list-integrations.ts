import { idOf } from "@docket/core/contract/common";
import type {
  channelListQuery,
  ChannelPage,
  integrationListQuery,
  IntegrationPage,
} from "@docket/core/contract/integration";
import { and, asc, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { channels, integrations } from "../db/schema/chat.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { viewChannel, viewIntegration } from "./integration-row.ts";
import { isConnected, isLeft, isOn, selectChannels } from "./select-integration.ts";

const placeOf = ({ createdAt, id }: { readonly createdAt: number; readonly id: string }) => [createdAt, id];

/** A page of the workspaces, oldest first. */
export const listIntegrations = async (
  { services }: Call,
  { limit, cursor }: z.output<typeof integrationListQuery>,
): Promise<IntegrationPage> => {
  const { db } = services;
  const after = decodeCursor(cursor, z.tuple([z.number(), idOf("integration")]));
  const { createdAt, id } = integrations;
  const [rows] = await db.read(
    db.orm
      .select()
      .from(integrations)
      .where(and(isConnected, after ? sql`(${createdAt}, ${id}) > (${after[0]}, ${after[1]})` : undefined))
      .orderBy(asc(createdAt), asc(id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, placeOf, (row) => viewIntegration(services, row));
};

/** A page of the channels of all workspaces that show tickets, or of those that are off; oldest first. */
export const listChannels = async (
  { services: { db } }: Call,
  { limit, cursor, off }: z.output<typeof channelListQuery>,
): Promise<ChannelPage> => {
  const after = decodeCursor(cursor, z.tuple([z.number(), idOf("channel")]));
  const { createdAt, id } = channels;
  const [rows] = await db.read(
    selectChannels(
      db,
      after ? sql`(${createdAt}, ${id}) > (${after[0]}, ${after[1]})` : undefined,
      off === "true" ? isLeft : isOn,
    )
      .orderBy(asc(createdAt), asc(id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, placeOf, viewChannel);
};
