import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { commitRevocation } from "./invitation-store.ts";
import { unansweredInvitationById } from "./select-invitation.ts";

/** Takes back an invitation that nobody answered; any other is not there (`resource.not_found`). */
export const revokeInvitation = async ({ services, actor }: Call, id: Id<"invitation">): Promise<void> => {
  if (actor.kind === "anonymous") throw denied();
  const { db, clock } = services;
  const [[open]] = await db.read(unansweredInvitationById(db, id, clock.now()));
  const revoked = open !== undefined && (await commitRevocation(services, actorRef(actor), id));
  if (!revoked) throw notFound("invitation");
};
