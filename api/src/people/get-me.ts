import type { Actor } from "@docket/core/actor";
import { actingStaff } from "@docket/core/actor";
import type { Me } from "@docket/core/contract/person";
import { deskActions } from "@docket/core/permissions/actions";
import { can } from "@docket/core/permissions/can";
import { shownEmail } from "@docket/core/text/email-address";
import type { Call, Identity } from "../context.ts";
import { denied } from "../http/problem.ts";

/** Who somebody is, in person or by a key that acts for them, and what they may do with the desk in this way. */
export const viewMe = (actor: Actor, identity: Identity | null): Me => {
  const self = actingStaff(actor) ?? actor;
  if (self.kind !== "visitor" && self.kind !== "client" && self.kind !== "staff") throw denied();
  return {
    kind: self.kind,
    id: self.id,
    name: identity?.name ?? null,
    email: identity ? shownEmail(identity.email) : null,
    away: identity?.away ?? false,
    chatNotice: identity?.chatNotice ?? "mention",
    role: self.kind === "visitor" ? null : self.kind === "client" ? "client" : self.role,
    can: deskActions.filter((action) => can(actor, action)),
  };
};

export const getMe = ({ actor, identity }: Call): Me => viewMe(actor, identity);
