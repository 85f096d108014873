import type { Actor } from "@docket/core/actor";
import { isStaffRole } from "@docket/core/actor";
import type { Ms } from "@docket/core/time";
import type { Identity } from "../context.ts";
import type { IdentityRow } from "./identity-query.ts";

interface Known {
  readonly actor: Actor;
  readonly identity: Identity | null;
  /** The origins from which a widget session may be used; null when it is no widget session. */
  readonly origins: readonly string[] | null;
}

const nobody: Known = { actor: { kind: "anonymous" }, identity: null, origins: null };

/** Who a row of `identityQuery` says is calling. In a widget nobody is staff, whoever they are elsewhere. */
export const identify = (row: IdentityRow | undefined, now: Ms): Known => {
  if (!row || row.expiresAt <= now) return nobody;
  const { personId, role, visitorId, siteId } = row;
  const origins = row.origins === null ? null : (JSON.parse(row.origins) as string[]);
  if (personId === null || role === null) {
    if (visitorId === null || siteId === null) return nobody;
    return { actor: { kind: "visitor", id: visitorId, siteId }, identity: null, origins };
  }
  if (!row.active || !row.emailVerified) return nobody;
  const identity = { id: personId, name: row.name ?? "", email: row.email ?? "" };
  const actor: Actor =
    isStaffRole(role) && visitorId === null
      ? { kind: "staff", id: personId, role }
      : { kind: "client", id: personId, visitorId, siteId };
  return { actor, identity, origins };
};
