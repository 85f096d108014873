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

/** Says that everything until now is followed, in these workspaces. */
export const markFollowed = (
  db: Db,
  { platform, workspaceId }: { readonly platform: ChatPlatform; readonly workspaceId?: string | undefined },
  now: Ms,
) =>
  db.orm
    .update(integrations)
    .set({ followedUntil: sql`max(${followedUntil}, ${now})`, catchUpAfter: 0 })
    .where(
      and(
        eq(integrations.platform, platform),
        workspaceId === undefined ? undefined : eq(integrations.workspaceId, workspaceId),
      ),
    );

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
