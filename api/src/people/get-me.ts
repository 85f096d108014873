import type { Actor } from "@docket/core/actor";
import type { Me } from "@docket/core/contract/person";
import { deskActions } from "@docket/core/permissions/actions";
import { can } from "@docket/core/permissions/can";
import type { Call, Identity } from "../context.ts";
import { denied } from "../http/problem.ts";

/** Who somebody is, and what they may do with the desk. */
export const viewMe = (actor: Actor, identity: Identity | null): Me => {
  if (actor.kind !== "visitor" && actor.kind !== "client" && actor.kind !== "staff") throw denied();
  return {
    kind: actor.kind,
    id: actor.id,
    name: identity?.name ?? null,
    email: identity?.email ?? null,
    role: actor.kind === "visitor" ? null : actor.kind === "client" ? "client" : actor.role,
    can: deskActions.filter((action) => can(actor, action)),
  };
};

export const getMe = ({ actor, identity }: Call): Me => viewMe(actor, identity);
