import type { ListeningTrouble } from "@docket/core/chat/bot-trouble";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Ms } from "@docket/core/time";
import type { Id } from "@docket/core/ids";
import { minute } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, gt, inArray, isNull, lt, lte, min, ne, or, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import type { Look } from "../db/schema/chat.ts";
import { channels, integrations } from "../db/schema/chat.ts";
import { isConnected, isOn } from "../integrations/select-integration.ts";

/** How long a part of a look may take before another one begins, and how long to wait after one that failed. */
const turn = 5 * minute;
/** How often it is looked for what a chat did not bring to a desk that it should reach. */
const lookEvery = 10 * minute;
/** How soon it is looked after the chat had trouble with bringing something. */
const soon = minute;
/** What came is noted once in this time; what happened less than `blur` after what was noted last may have come. */
export const noteEvery = minute;
const blur = 2 * noteEvery;

/** Until when everything that people did in a workspace is followed. */
export const followedUntil = sql<Ms>`coalesce(${integrations.followedUntil}, ${integrations.createdAt})`;

/** The same of a channel: of what is said in one that the desk cannot use, nothing may come. */
export const channelFollowedUntil = sql<Ms>`min(${followedUntil}, coalesce(${channels.brokenAt}, ${followedUntil}))`;

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
    .set({ followedUntil: sql`max(${followedUntil}, ${now})`, look: null, catchUpAfter: 0 })
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

const isSlack = (workspaceId: string) =>
  and(eq(integrations.platform, "slack"), eq(integrations.workspaceId, workspaceId));

/**
 * Says that something which people did at a time did not come. When something else came after it, or it is known already
 * what keeps the desk from hearing, this says nothing.
 */
export const markUnreached = (db: Db, workspaceId: string, time: Ms, now: Ms) =>
  db.orm
    .update(integrations)
    .set({ trouble: "unreached", troubledAt: now })
    .where(
      and(
        isSlack(workspaceId),
        isNull(integrations.trouble),
        or(isNull(integrations.heardAt), lt(integrations.heardAt, time - blur)),
      ),
    );

/** Says that what comes is signed with another secret, in those of these workspaces of which nothing came since. */
export const markForeign = (db: Db, workspaceIds: readonly string[], since: Ms, now: Ms) =>
  db.orm
    .update(integrations)
    .set({ trouble: "signature", troubledAt: now })
    .where(
      and(
        eq(integrations.platform, "slack"),
        inArray(integrations.workspaceId, [...workspaceIds]),
        or(isNull(integrations.trouble), ne(integrations.trouble, "signature")),
        or(isNull(integrations.heardAt), lt(integrations.heardAt, since)),
      ),
    );

/** Says that something came which is signed as it should be: there is one secret for all workspaces. */
export const markSigned = (db: Db) =>
  db.orm
    .update(integrations)
    .set({ trouble: null, troubledAt: null })
    .where(and(eq(integrations.platform, "slack"), eq(integrations.trouble, "signature")));

/** Takes up the workspaces of Slack in which it is time to look; each is somebody's for one turn. */
export const takeUpLooks = (db: Db, now: Ms) => {
  const first: Look = { began: now, from: null };
  return db.orm
    .update(integrations)
    .set({ catchUpAfter: now + turn, look: sql`coalesce(${integrations.look}, ${JSON.stringify(first)})` })
    .where(and(eq(integrations.platform, "slack"), isConnected, lte(integrations.catchUpAfter, now)))
    .returning({ workspaceId: integrations.workspaceId, look: integrations.look });
};

/** A look is over, and counts for nothing, where it was called off: something before it is to be looked for. */
const isUnderWay = (workspaceId: string, began: Ms) =>
  and(isSlack(workspaceId), sql`${integrations.look} ->> '$.began' = ${began}`);

/** Leaves a look to be gone on with, at once. */
export const pauseLook = (db: Db, workspaceId: string, look: Look) =>
  db.orm.update(integrations).set({ look, catchUpAfter: 0 }).where(isUnderWay(workspaceId, look.began));

/** Ends a look: what happened until it began is followed. */
export const endLook = (db: Db, workspaceId: string, began: Ms) =>
  db.orm
    .update(integrations)
    .set({ followedUntil: sql`max(${followedUntil}, ${began})`, look: null, catchUpAfter: began + lookEvery })
    .where(isUnderWay(workspaceId, began));

/**
 * Of what was said in channels that the desk could not use, nothing may have come: has that looked for at once where Slack
 * sends over HTTP. To be done before their marks are taken off.
 */
export const lookBack = (db: Db, id: Id<"integration">, which: SQL) => {
  const since = db.orm
    .select({ first: min(channels.brokenAt) })
    .from(channels)
    .where(and(which, isOn));
  return db.orm
    .update(integrations)
    .set({ followedUntil: sql`min(${followedUntil}, (${since}))`, look: null, catchUpAfter: 0 })
    .where(and(eq(integrations.id, id), eq(integrations.platform, "slack"), sql`(${since}) IS NOT NULL`));
};

/** Has the next look begin soon, unless there is one under way. */
export const lookSoon = (db: Db, workspaceId: string, now: Ms) =>
  db.orm
    .update(integrations)
    .set({ catchUpAfter: now + soon })
    .where(and(isSlack(workspaceId), isNull(integrations.look), gt(integrations.catchUpAfter, now + soon)));

/** Lets everything that is behind be taken up at once. */
export const releaseTurns = (db: Db) =>
  db.orm.update(integrations).set({ catchUpAfter: 0 }).where(gt(integrations.catchUpAfter, 0));
