import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, getTableColumns, isNotNull, isNull, max, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { lastEventOf } from "../db/last-event.ts";
import { channels, disconnectedWorkspaces, integrations } from "../db/schema/chat.ts";
import { events } from "../db/schema/events.ts";

/** Workspaces that are connected. */
export const isConnected = isNull(integrations.offAt);
/** Whether people of a workspace are heard: none are after the app was taken out, until it works there again. */
export const isHeard = sql<number>`NOT EXISTS (SELECT 1 FROM ${disconnectedWorkspaces} WHERE ${and(
  eq(disconnectedWorkspaces.platform, integrations.platform),
  eq(disconnectedWorkspaces.workspaceId, integrations.workspaceId),
)})`;
/** Channels that show tickets; of a workspace that is not connected there are none. */
export const isOn = isNull(channels.offAt);

export const integrationById = (db: Db, id: Id<"integration">) =>
  db.orm
    .select()
    .from(integrations)
    .where(and(eq(integrations.id, id), isConnected));

/** Whether people of a workspace are heard. */
export const heardById = (db: Db, id: Id<"integration">) =>
  db.orm.select({ isHeard }).from(integrations).where(eq(integrations.id, id));

/** The workspace of this name, also one that was disconnected. */
export const integrationOf = (db: Db, platform: ChatPlatform, workspaceId: string) =>
  db.orm
    .select()
    .from(integrations)
    .where(and(eq(integrations.platform, platform), eq(integrations.workspaceId, workspaceId)));

/** A workspace, if an admin has disconnected it or the app was taken out. */
export const selectDisconnected = (
  db: Db,
  { platform, workspaceId }: { readonly platform: ChatPlatform; readonly workspaceId: string },
) =>
  db.orm
    .select({ at: disconnectedWorkspaces.at })
    .from(disconnectedWorkspaces)
    .where(and(eq(disconnectedWorkspaces.platform, platform), eq(disconnectedWorkspaces.workspaceId, workspaceId)));

/** Channels that are off, of workspaces that are connected. */
export const isLeft = and(isNotNull(channels.offAt), isConnected);

/** Channels with their workspaces, those that show tickets if nothing else is said; order and limit are the caller's. */
export const selectChannels = (db: Db, condition: SQL | undefined, which: SQL | undefined = isOn) =>
  db.orm
    .select({
      ...getTableColumns(channels),
      platform: integrations.platform,
      workspaceId: integrations.workspaceId,
      version: lastEventOf(channels.id),
    })
    .from(channels)
    .innerJoin(integrations, eq(integrations.id, channels.integrationId))
    .where(and(condition, which))
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

/** The channel of a workspace that was switched off, with the number of its events. */
export const channelLeft = (db: Db, integrationId: Id<"integration">, channelId: string) =>
  db.orm
    .select({
      id: channels.id,
      mode: channels.mode,
      filter: channels.filter,
      fallback: channels.fallback,
      version: lastEventOf(channels.id),
    })
    .from(channels)
    .where(
      and(eq(channels.integrationId, integrationId), eq(channels.channelId, channelId), isNotNull(channels.offAt)),
    );

/** How often a workspace was changed: the number of its last event. */
export const versionOf = (db: Db, id: Id<"integration">) =>
  db.orm
    .select({ seq: max(events.seq) })
    .from(events)
    .where(eq(events.streamId, id));

/** The same for the workspace of this name, if it is or was connected. */
export const versionOfWorkspace = (db: Db, platform: ChatPlatform, workspaceId: string) =>
  db.orm
    .select({ seq: max(events.seq) })
    .from(integrations)
    .innerJoin(events, eq(events.streamId, integrations.id))
    .where(and(eq(integrations.platform, platform), eq(integrations.workspaceId, workspaceId)));
