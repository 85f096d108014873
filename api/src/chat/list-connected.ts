import type { connectedQuery, ConnectedPage } from "@docket/core/contract/chat";
import { idOf } from "@docket/core/contract/common";
import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { channels, integrations } from "../db/schema/chat.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { selectChannels } from "../integrations/select-integration.ts";

/** A page of the channels in which cards are shown. */
export const listConnected = async (
  { services: { db } }: Call,
  { limit, cursor, platform, workspaceId }: z.output<typeof connectedQuery>,
): Promise<ConnectedPage> => {
  const after = decodeCursor(cursor, z.tuple([idOf("channel")]))?.[0];
  const [rows] = await db.read(
    selectChannels(
      db,
      and(
        eq(integrations.platform, platform),
        workspaceId === undefined ? undefined : eq(integrations.workspaceId, workspaceId),
        after === undefined ? undefined : gt(channels.id, after),
      ),
    )
      .orderBy(asc(channels.id))
      .limit(limit + 1),
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => ({ platform: row.platform, workspaceId: row.workspaceId, channelId: row.channelId }),
  );
};
