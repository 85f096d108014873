import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { integrations } from "../db/schema/chat.ts";
import { identityLinks, linkCodes } from "../db/schema/keys.ts";
import { people } from "../db/schema/people.ts";

/** Holds for the code of this hash while it can be used. */
export const isOpenCode = (hash: string, now: Ms): SQL | undefined =>
  and(eq(linkCodes.hash, hash), isNull(linkCodes.usedAt), gt(linkCodes.expiresAt, now));

/** The name of the workspace that the account of a code belongs to. In Discord it belongs to no server. */
const workspaceName = sql<string | null>`(
  SELECT ${integrations.name} FROM ${integrations}
  WHERE ${integrations.platform} = 'slack'
    AND substr(${linkCodes.chatUser}, 1, length(${integrations.workspaceId}) + 7) = 'slack:' || ${integrations.workspaceId} || '/')`;

/** The account of a chat that a code links, while it can be used. */
export const openLinkCode = (db: Db, hash: string, now: Ms) =>
  db.orm
    .select({
      chatUser: linkCodes.chatUser,
      platform: linkCodes.platform,
      name: linkCodes.name,
      expiresAt: linkCodes.expiresAt,
      workspace: workspaceName,
    })
    .from(linkCodes)
    .where(isOpenCode(hash, now));

export const identityLinkById = (db: Db, id: Id<"identityLink">) =>
  db.orm.select().from(identityLinks).where(eq(identityLinks.id, id));

/** Whether whoever an account of a chat is linked to may sign in. */
export const selectOwner = (db: Db, chatUser: string) =>
  db.orm
    .select({ active: people.active })
    .from(identityLinks)
    .innerJoin(people, eq(people.id, identityLinks.personId))
    .where(eq(identityLinks.chatUser, chatUser));
