import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, getTableColumns, max } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { channels, integrations } from "../db/schema/chat.ts";
import { events } from "../db/schema/events.ts";

export const integrationById = (db: Db, id: Id<"integration">) =>
  db.orm.select().from(integrations).where(eq(integrations.id, id));

export const integrationOf = (db: Db, platform: ChatPlatform, workspaceId: string) =>
  db.orm
    .select()
    .from(integrations)
    .where(and(eq(integrations.platform, platform), eq(integrations.workspaceId, workspaceId)));

/** Channels with their workspaces; order and limit are the caller's. */
export const selectChannels = (db: Db, condition: SQL | undefined) =>
  db.orm
    .select({
      ...getTableColumns(channels),
      platform: integrations.platform,
      workspaceId: integrations.workspaceId,
    })
    .from(channels)
    .innerJoin(integrations, eq(integrations.id, channels.integrationId))
    .where(condition)
    .$dynamic();

/** The channel that a chat calls so, where cards are shown in it. */
export const channelOf = (db: Db, platform: ChatPlatform, workspaceId: string, channelId: string) =>
  selectChannels(
    db,
    and(
      eq(integrations.platform, platform),
      eq(integrations.workspaceId, workspaceId),
      eq(channels.channelId, channelId),
    ),
  );

export const channelById = (db: Db, id: Id<"channel">) => selectChannels(db, eq(channels.id, id));

/** How often something was changed: the number of its last event. */
export const versionOf = (db: Db, id: Id<"integration" | "channel">) =>
  db.orm
    .select({ seq: max(events.seq) })
    .from(events)
    .where(eq(events.streamId, id));

/** The same for the workspace of this name, if it is connected. */
export const versionOfWorkspace = (db: Db, platform: ChatPlatform, workspaceId: string) =>
  db.orm
    .select({ seq: max(events.seq) })
    .from(integrations)
    .innerJoin(events, eq(events.streamId, integrations.id))
    .where(and(eq(integrations.platform, platform), eq(integrations.workspaceId, workspaceId)));
