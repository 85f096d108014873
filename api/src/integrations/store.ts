import type { ActorRef } from "@docket/core/actor";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { lookBack } from "../chat/follow-store.ts";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { lostStatement } from "../db/client.ts";
import { channels, disconnectedWorkspaces, integrations } from "../db/schema/chat.ts";
import { events, outbox, quietLanes } from "../db/schema/events.ts";
import { keepResult } from "../http/idempotency-query.ts";
import { writeOnce } from "../http/write-once.ts";
import { channelLanes } from "../outbox/owe.ts";
import { eventRows } from "../people/store.ts";
import type { Services } from "../services.ts";
import type { IntegrationRow } from "./integration-row.ts";
import { sound } from "./integration-row.ts";

type Statement = BatchItem<"sqlite">;

/** Something that happened to a workspace or a channel, whose events so far are `version` in number. */
export interface SettingChange {
  readonly id: Id<"integration" | "channel">;
  readonly version: number;
  readonly type: string;
  readonly data: unknown;
  readonly statements: readonly Statement[];
}

/**
 * Writes a change in one batch, for use within `once`: the event first, whose unique (stream, seq) is the lock. False
 * when somebody else was first and nothing was written; throws what breaks another constraint.
 */
export const commitSetting = async (call: Call, actor: ActorRef, change: SettingChange): Promise<boolean> => {
  const { services } = call;
  const { id, version, type, data, statements } = change;
  const event = services.db.orm.insert(events).values(eventRows(services, { id, version }, actor, [{ type, data }]));
  try {
    await writeOnce(call, { id }, [event, ...statements]);
    return true;
  } catch (error) {
    if (lostStatement(error) === 0) return false;
    throw error;
  }
};

/** Whether a batch of `commitSetting` failed because its first own statement broke a constraint. */
export const isTaken = (error: unknown): boolean => lostStatement(error) === 1;

export const insertIntegration = (db: Db, row: typeof integrations.$inferInsert): Statement =>
  db.orm.insert(integrations).values(row);

/** A workspace that was disconnected is connected again, as one that is new here. */
export const reviveIntegration = (db: Db, { id, ...row }: IntegrationRow): Statement =>
  db.orm
    .update(integrations)
    .set({ ...row, look: null, catchUpAfter: 0, offAt: null })
    .where(eq(integrations.id, id));

/** From now on people of a workspace are heard again. */
export const hearWorkspace = (db: Db, platform: ChatPlatform, workspaceId: string): Statement =>
  db.orm
    .delete(disconnectedWorkspaces)
    .where(and(eq(disconnectedWorkspaces.platform, platform), eq(disconnectedWorkspaces.workspaceId, workspaceId)));

/** Sets how a workspace is reached. */
export const updateIntegration = (
  db: Db,
  id: Id<"integration">,
  set: Pick<IntegrationRow, "name" | "botUserId" | "sealedToken">,
): Statement => db.orm.update(integrations).set(set).where(eq(integrations.id, id));

/** Says that an installation came back; false when it did before. The sweep forgets it with old idempotency keys. */
export const useInstallState = async (
  { db, clock }: Pick<Services, "db" | "clock">,
  nonce: string,
): Promise<boolean> => {
  try {
    await db.write(keepResult(db, { caller: "install", key: nonce, fingerprint: "" }, {}, clock.now()));
    return true;
  } catch (error) {
    if (lostStatement(error) === 0) return false;
    throw error;
  }
};

/** A workspace is called otherwise now. */
export const renameIntegration = (db: Db, id: Id<"integration">, name: string): Statement =>
  db.orm.update(integrations).set({ name }).where(eq(integrations.id, id));

const channelsOf = (db: Db, id: Id<"integration">) =>
  db.orm
    .select({ lane: sql`${channelLanes} || ${channels.id}` })
    .from(channels)
    .where(eq(channels.integrationId, id));

/** A workspace and its channels go off, with what is owed to them; nobody there is heard any more. Its token is forgotten. */
export const switchIntegrationOff = (
  db: Db,
  { id, platform, workspaceId }: Pick<IntegrationRow, "id" | "platform" | "workspaceId">,
  at: number,
): Statement[] => [
  db.orm.insert(disconnectedWorkspaces).values({ platform, workspaceId, at }).onConflictDoNothing(),
  db.orm.delete(outbox).where(inArray(outbox.lane, channelsOf(db, id))),
  db.orm
    .update(channels)
    .set({ offAt: at })
    .where(and(eq(channels.integrationId, id), isNull(channels.offAt))),
  db.orm.update(integrations).set({ offAt: at, sealedToken: null }).where(eq(integrations.id, id)),
];

/** The app was taken out of a workspace that is connected: nobody there is heard any more, until it works again. */
export const unhearIntegration = (db: Db, id: Id<"integration">, now: number): Statement =>
  db.orm
    .insert(disconnectedWorkspaces)
    .select(
      db.orm
        .select({
          platform: integrations.platform,
          workspaceId: integrations.workspaceId,
          at: sql<number>`${now}`.as("at"),
        })
        .from(integrations)
        .where(and(eq(integrations.id, id), isNull(integrations.offAt))),
    )
    .onConflictDoNothing();

/** Takes the mark off a workspace; where it is connected its people are heard. */
export const soundIntegration = (db: Db, id: Id<"integration">): Statement[] => [
  db.orm.update(integrations).set(sound).where(eq(integrations.id, id)),
  db.orm
    .delete(disconnectedWorkspaces)
    .where(
      sql`EXISTS (SELECT 1 FROM ${integrations} WHERE ${and(
        eq(integrations.id, id),
        isNull(integrations.offAt),
        eq(integrations.platform, disconnectedWorkspaces.platform),
        eq(integrations.workspaceId, disconnectedWorkspaces.workspaceId),
      )})`,
    ),
];

/** What waits for the channels of a workspace is due at once. */
const hurryChannels = (db: Db, id: Id<"integration">, now: number): Statement[] => [
  db.orm.delete(quietLanes).where(inArray(quietLanes.lane, channelsOf(db, id))),
  db.orm
    .update(outbox)
    .set({ runAfter: now, postponed: 0 })
    .where(and(inArray(outbox.lane, channelsOf(db, id)), isNull(outbox.parkedAt), gt(outbox.runAfter, now))),
];

/** Takes the marks off a channel that works again, and off its workspace; what waits there is due at once. */
export const resumeChannel = (
  db: Db,
  { id, integrationId }: { readonly id: Id<"channel">; readonly integrationId: Id<"integration"> },
  now: number,
): Statement[] => [
  lookBack(db, integrationId, eq(channels.id, id)),
  updateChannelRow(db, id, sound),
  ...soundIntegration(db, integrationId),
  ...hurryChannels(db, integrationId, now),
];

/** Takes the marks off a workspace and its channels; what waits there is due at once. */
export const resumeIntegration = (db: Db, id: Id<"integration">, now: number): Statement[] => [
  lookBack(db, id, eq(channels.integrationId, id)),
  ...soundIntegration(db, id),
  db.orm.update(integrations).set({ directsShutAt: null }).where(eq(integrations.id, id)),
  db.orm.update(channels).set(sound).where(eq(channels.integrationId, id)),
  ...hurryChannels(db, id, now),
];

export const insertChannel = (db: Db, row: typeof channels.$inferInsert): Statement =>
  db.orm.insert(channels).values(row);

export const updateChannelRow = (db: Db, id: Id<"channel">, set: Partial<typeof channels.$inferInsert>): Statement =>
  db.orm.update(channels).set(set).where(eq(channels.id, id));

/** A channel goes off, with what is owed to its cards, which stay. */
export const switchChannelOff = (db: Db, id: Id<"channel">, at: number): Statement[] => [
  db.orm.delete(outbox).where(eq(outbox.lane, `${channelLanes}${id}`)),
  updateChannelRow(db, id, { offAt: at }),
];
