import type { Role } from "@docket/core/actor";
import { staffRoles } from "@docket/core/actor";
import type { ChatNotice } from "@docket/core/chat/notice";
import { platformOf } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { builtInActor } from "../api-keys/key-secret.ts";
import type { Db } from "../db/client.ts";
import type { Idempotency } from "../context.ts";
import { sessions } from "../db/schema/auth.ts";
import { idempotencyKeys } from "../db/schema/events.ts";
import { channels, disconnectedWorkspaces, integrations } from "../db/schema/chat.ts";
import { apiKeys, identityLinks } from "../db/schema/keys.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { sites, visitors } from "../db/schema/sites.ts";
import { isConnected, isHeard, isOn } from "../integrations/select-integration.ts";
import type { Credential } from "./credential.ts";

const person = {
  personId: people.id,
  name: people.name,
  email: people.email,
  emailVerified: people.emailVerified,
  role: people.role,
  active: people.active,
  away: people.away,
  chatNotice: people.chatNotice,
};

/** What a POST shows beside its credential. */
type Key = Pick<Idempotency, "caller" | "key"> | null;

/**
 * Finds the widget session of a token; for the request that put another one in its place and is sent again, that one:
 * its sender never got the new token.
 */
const isSessionOf = (db: Db, { hash }: Credential, key: Key): SQL | undefined => {
  const ofToken = eq(visitors.tokenHash, hash);
  if (key === null) return ofToken;
  const next = db.orm
    .select({ id: sql`json_extract(${idempotencyKeys.result}, '$.visitorId')` })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.caller, key.caller), eq(idempotencyKeys.key, key.key)));
  return or(ofToken, eq(visitors.id, next));
};

/** Looks up sessions of the desk's own pages. */
const deskSessions = (db: Db, which: SQL | undefined) =>
  db.orm
    .select({
      ...person,
      sessionId: sql<string>`${sessions.id}`,
      expiresAt: sql<number>`${sessions.expiresAt}`,
      visitorId: sql<Id<"visitor"> | null>`null`,
      siteId: sql<Id<"site"> | null>`null`,
      origins: sql<string | null>`null`,
      shut: sql<string | null>`null`,
      siteActive: sql<number | null>`null`,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.userId))
    .where(which);

/** Looks up sessions of widgets. */
const widgetSessions = (db: Db, which: SQL | undefined) =>
  db.orm
    .select({
      ...person,
      sessionId: sql<string>`${visitors.id}`,
      expiresAt: sql<number>`${visitors.expiresAt}`,
      visitorId: sql<Id<"visitor"> | null>`${visitors.id}`,
      siteId: sql<Id<"site"> | null>`${sites.id}`,
      origins: sql<string | null>`${sites.origins}`,
      shut: sql<string | null>`(SELECT json_group_array(DISTINCT t.requester_id) FROM ${tickets} t
        INNER JOIN ${people} p ON p.id = t.requester_id AND NOT p.active WHERE t.visitor_id = ${visitors.id})`,
      siteActive: sql<number | null>`${sites.active}`,
    })
    .from(visitors)
    .innerJoin(sites, eq(sites.id, visitors.siteId))
    .leftJoin(people, eq(people.id, visitors.personId))
    .where(which);

/** Looks up what is left of these sessions, of either kind. */
export const sessionsById = (db: Db, ids: readonly string[]) =>
  [
    deskSessions(db, inArray(sessions.id, [...ids])),
    widgetSessions(db, inArray(visitors.id, [...ids] as Id<"visitor">[])),
  ] as const;

const sessionQuery = (db: Db, credential: Credential, key: Key) =>
  credential.kind === "session"
    ? deskSessions(db, eq(sessions.token, credential.token))
    : widgetSessions(db, isSessionOf(db, credential, key));

/** A row about a session of a person or of a widget. */
export interface SessionRow {
  readonly sessionId: string;
  readonly personId: Id<"person"> | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean | null;
  readonly role: Role | null;
  readonly active: boolean | null;
  readonly away: boolean | null;
  readonly chatNotice: ChatNotice | null;
  readonly expiresAt: number;
  readonly visitorId: Id<"visitor"> | null;
  readonly siteId: Id<"site"> | null;
  readonly origins: string | null;
  /** Who is switched off of those in whose names tickets were opened in a widget's session, as JSON. */
  readonly shut: string | null;
  /** Whether the widget of the site is on; null where it is no widget session. */
  readonly siteActive: number | null;
}

/**
 * A key as a table of at most one row, also one that was revoked: whoever has all of it may know that. The built-in one
 * needs no looking up.
 */
const keyOf = ({ kind, hash }: Credential): SQL =>
  kind === "built_in_key"
    ? sql`(SELECT ${builtInActor.id} AS id, ${JSON.stringify(builtInActor.scopes)} AS scopes,
        NULL AS expires_at, NULL AS last_used_at, 0 AS is_revoked)`
    : sql`(SELECT ${apiKeys.id}, ${apiKeys.scopes}, ${apiKeys.expiresAt}, ${apiKeys.lastUsedAt},
        ${apiKeys.revokedAt} IS NOT NULL AS is_revoked FROM ${apiKeys} WHERE ${eq(apiKeys.hash, hash)})`;

/**
 * Whether the chat in which somebody asks was disconnected. Where they say nothing of the server of Discord it counts
 * when one was and none is connected, with the bot in it.
 */
const isDisconnected = ({ chatUser, workspaceId }: Credential): SQL<number> => {
  if (chatUser === null) return sql<number>`0`;
  const platform = platformOf(chatUser);
  const of = eq(disconnectedWorkspaces.platform, platform);
  if (workspaceId !== null) {
    const named = and(of, eq(disconnectedWorkspaces.workspaceId, workspaceId));
    return sql<number>`EXISTS (SELECT 1 FROM ${disconnectedWorkspaces} WHERE ${named})`;
  }
  return sql<number>`EXISTS (SELECT 1 FROM ${disconnectedWorkspaces} WHERE ${of})
    AND NOT EXISTS (SELECT 1 FROM ${integrations} WHERE ${and(eq(integrations.platform, platform), isConnected, isHeard)})`;
};

/** Whether something was pressed on a card in a channel that shows no tickets: it is off, or not known at all. */
const isChannelOff = ({ chatUser, workspaceId, cardChannelId }: Credential): SQL<number> => {
  if (chatUser === null || workspaceId === null || cardChannelId === null) return sql<number>`0`;
  return sql<number>`NOT EXISTS (SELECT 1 FROM ${channels}
    INNER JOIN ${integrations} ON ${eq(integrations.id, channels.integrationId)}
    WHERE ${and(
      eq(integrations.platform, platformOf(chatUser)),
      eq(integrations.workspaceId, workspaceId),
      eq(channels.channelId, cardChannelId),
      isOn,
    )})`;
};

/** The person of a key is null where nobody is named, or nobody who is linked and works here. */
const keyQuery = (db: Db, credential: Credential) =>
  db.orm
    .select({
      ...person,
      keyId: sql<string>`key.id`,
      scopes: sql<string>`key.scopes`,
      expiresAt: sql<number | null>`key.expires_at`,
      lastUsedAt: sql<number | null>`key.last_used_at`,
      isRevoked: sql<number>`key.is_revoked`,
      isLinked: sql<number>`${identityLinks.personId} IS NOT NULL`,
      disconnected: isDisconnected(credential),
      channelOff: isChannelOff(credential),
    })
    .from(sql`${keyOf(credential)} AS key`)
    .leftJoin(identityLinks, eq(identityLinks.chatUser, credential.chatUser ?? ""))
    .leftJoin(
      people,
      and(
        eq(people.id, identityLinks.personId),
        eq(people.active, true),
        eq(people.emailVerified, true),
        inArray(people.role, staffRoles),
      ),
    );

/** A row about a key and whom it acts for. */
export interface KeyRow extends Pick<SessionRow, "personId" | "name" | "email" | "role" | "away" | "chatNotice"> {
  readonly keyId: string;
  readonly scopes: string;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly isRevoked: number;
  /** Whether the account of the chat is somebody's, also of one who may not work here. */
  readonly isLinked: number;
  readonly disconnected: number;
  readonly channelOff: number;
}

const isKey = ({ kind }: Credential): boolean => kind === "key" || kind === "built_in_key";

/** Looks up what a credential stands for: one row, or none. */
export const identityQuery = (db: Db, credential: Credential, key: Key) =>
  isKey(credential) ? keyQuery(db, credential) : sessionQuery(db, credential, key);
