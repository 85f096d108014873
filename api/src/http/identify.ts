import type { Actor, KeyScope } from "@docket/core/actor";
import { isStaffRole } from "@docket/core/actor";
import { platformOf } from "@docket/core/chat/platform";
import type { ErrorCode } from "@docket/core/errors";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import type { Identity } from "../context.ts";
import { refuseChatUser } from "./credential.ts";
import type { KeyRow, SessionRow } from "./identity-query.ts";

interface Known {
  readonly actor: Actor;
  readonly identity: Identity | null;
  /** The session by which somebody calls; null for keys and nobody. */
  readonly session: string | null;
  /** The origins from which a widget session may be used; null when it is no widget session. */
  readonly origins: readonly string[] | null;
  /** Why a key or a session that is real may do nothing, or little; null where it may, and where there is none. */
  readonly refusal: KnownRefusal | null;
}

export type KnownRefusal = Extract<
  ErrorCode,
  | "site.off"
  | "auth.not_linked"
  | "auth.not_active"
  | "auth.key_expired"
  | "auth.key_revoked"
  | "integration.disconnected"
  | "channel.off"
>;

const nobody: Known = { actor: { kind: "anonymous" }, identity: null, session: null, origins: null, refusal: null };

const identityOf = (
  id: Identity["id"],
  { name, email, away, chatNotice }: Pick<SessionRow, "name" | "email" | "away" | "chatNotice">,
): Identity => ({
  id,
  name: name ?? "",
  email: email ?? "",
  away: away ?? false,
  chatNotice: chatNotice ?? "mention",
});

/** Whom a session stands for at this time. In a widget nobody is staff, whoever they are elsewhere. */
export const ofSession = (row: SessionRow, now: Ms): Known => {
  if (row.expiresAt <= now) return nobody;
  const { sessionId: session, personId, role, visitorId, siteId } = row;
  const origins = row.origins === null ? null : (JSON.parse(row.origins) as string[]);
  // The session stays, for the day when the site is on again.
  if (row.siteActive === 0) return { ...nobody, origins, refusal: "site.off" };
  if (personId === null || role === null) {
    if (visitorId === null || siteId === null) return nobody;
    const shut = JSON.parse(row.shut ?? "[]") as Id<"person">[];
    return { ...nobody, actor: { kind: "visitor", id: visitorId, siteId, shut }, session, origins };
  }
  if (!row.active || !row.emailVerified) return nobody;
  const actor: Actor =
    isStaffRole(role) && visitorId === null
      ? { kind: "staff", id: personId, role }
      : { kind: "client", id: personId, visitorId, siteId };
  return { ...nobody, actor, identity: identityOf(personId, row), session, origins };
};

/** What a key with the scope `chat` may be used for when it acts for somebody: everything that they may do. */
const forSomebody: readonly KeyScope[] = ["chat", "tickets:read", "tickets:write"];

/** The key itself, or whom it acts for when `chatUser` names somebody. */
const ofKey = (row: KeyRow, chatUser: string | null, now: Ms): Known => {
  const { keyId: id, personId, role } = row;
  if (row.isRevoked) return { ...nobody, refusal: "auth.key_revoked" };
  if (row.expiresAt !== null && row.expiresAt <= now) return { ...nobody, refusal: "auth.key_expired" };
  const scopes = JSON.parse(row.scopes) as KeyScope[];
  if (chatUser === null) {
    return { ...nobody, actor: { kind: "key", id, scopes, onBehalfOf: null, platform: null } };
  }
  if (!scopes.includes("chat")) return refuseChatUser("only_keys");
  if (personId === null || role === null || !isStaffRole(role)) {
    return { ...nobody, refusal: row.isLinked ? "auth.not_active" : "auth.not_linked" };
  }
  const onBehalfOf = { kind: "staff", id: personId, role } as const;
  return {
    ...nobody,
    actor: { kind: "key", id, scopes: forSomebody, onBehalfOf, platform: platformOf(chatUser) },
    identity: identityOf(personId, row),
    refusal: row.disconnected ? "integration.disconnected" : row.channelOff ? "channel.off" : null,
  };
};

/** Who a row of `identityQuery` says is calling. Throws `request.invalid` when somebody who may not names a `chatUser`. */
export const identify = (row: SessionRow | KeyRow | undefined, chatUser: string | null, now: Ms): Known => {
  if (!row) return nobody;
  if ("keyId" in row) return ofKey(row, chatUser, now);
  const known = ofSession(row, now);
  return chatUser === null || known === nobody ? known : refuseChatUser("only_keys");
};
