import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { selectMailAway } from "../outbox/mail-away-query.ts";
import { viewInvitation } from "./invitation-row.ts";
import { commitAgain } from "./invitation-store.ts";
import type { Invited } from "./invite.ts";
import { unansweredInvitationById } from "./select-invitation.ts";

/**
 * Sends an invitation that nobody answered once more, as a new one with a new link; any other is not there
 * (`resource.not_found`), nor is the first admin's, which has no address.
 */
export const sendAgain = async (call: Call, id: Id<"invitation">): Promise<Invited> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, clock } = services;
  const [[open], away] = await db.read(unansweredInvitationById(db, id, clock.now()), selectMailAway(db));
  if (!open?.email) throw notFound("invitation");
  const row = await commitAgain(call, actorRef(actor), { id, email: open.email, role: open.role });
  if (row === null) throw notFound("invitation");
  return { invitation: viewInvitation(row), isDelayed: away.length > 0 };
};
