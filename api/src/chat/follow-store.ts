import type { ListeningTrouble } from "@docket/core/chat/bot-trouble";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import { and, eq, gt, gte, lt, lte, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { integrations } from "../db/schema/chat.ts";

/** How long a catch-up may take before another one begins, and how long to wait after one that failed. */
const turn = 5 * minute;

/** Until when everything that people did in a workspace is followed. */
export const followedUntil = sql<Ms>`coalesce(${integrations.followedUntil}, ${integrations.createdAt})`;

/** A workspace, or all those of a platform. */
interface Workspaces {
  readonly platform: ChatPlatform;
  readonly workspaceId?: string | undefined;
}

const inWorkspaces = ({ platform, workspaceId }: Workspaces) =>
  and(
    eq(integrations.platform, platform),
    workspaceId === undefined ? undefined : eq(integrations.workspaceId, workspaceId),
  );

/** Says that everything until now is followed, in these workspaces. */
export const markFollowed = (db: Db, { platform, workspaceId }: Workspaces, now: Ms) =>
  db.orm
    .update(integrations)
    .set({ followedUntil: sql`max(${followedUntil}, ${now})`, catchUpAfter: 0 })
    .where(inWorkspaces({ platform, workspaceId }));

/** Says that a bot, or the chat itself, was heard of, in these workspaces, and whether all is well there. */
export const markHeard = (db: Db, workspaces: Workspaces, now: Ms, isWell = true) =>
  db.orm
    .update(integrations)
    .set({ heardAt: now, ...(isWell ? { trouble: null, troubledAt: null } : {}) })
    .where(inWorkspaces(workspaces));

/** Says what keeps the desk from hearing, in these workspaces. */
export const markTrouble = (db: Db, workspaces: Workspaces, trouble: ListeningTrouble, now: Ms) =>
  db.orm
    .update(integrations)
    .set({
      trouble,
      troubledAt: sql`CASE WHEN ${integrations.trouble} = ${trouble} THEN ${integrations.troubledAt} ELSE ${now} END`,
    })
    .where(inWorkspaces(workspaces));

/** Says the same of those that work and were followed since `least`. */
export const goOnFollowing = (db: Db, platform: ChatPlatform, least: Ms, now: Ms) =>
  db.orm
    .update(integrations)
    .set({ followedUntil: now })
    .where(
      and(
        eq(integrations.platform, platform),
        eq(integrations.state, "active"),
        gte(followedUntil, least),
        lt(followedUntil, now),
      ),
    );

/** Takes up the workspaces that were not followed since `least`; each is somebody's for one turn. */
export const takeUpBehind = (db: Db, platform: ChatPlatform, least: Ms, now: Ms) =>
  db.orm
    .update(integrations)
    .set({ catchUpAfter: now + turn })
    .where(and(eq(integrations.platform, platform), lt(followedUntil, least), lte(integrations.catchUpAfter, now)))
    .returning({ workspaceId: integrations.workspaceId });

/** Lets everything that is behind be taken up at once. */
export const releaseTurns = (db: Db) =>
  db.orm.update(integrations).set({ catchUpAfter: 0 }).where(gt(integrations.catchUpAfter, 0));
