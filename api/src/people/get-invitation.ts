import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { selectMailAway } from "../outbox/mail-away-query.ts";
import { viewInvitation } from "./invitation-row.ts";
import type { Invited } from "./invite.ts";
import { invitationById } from "./select-invitation.ts";

/** One invitation, whatever became of it, as whoever made it is told of it. */
export const getInvitation = async ({ services: { db } }: Call, id: Id<"invitation">): Promise<Invited> => {
  const [[row], away] = await db.read(invitationById(db, id), selectMailAway(db));
  if (!row) throw notFound("invitation");
  return { invitation: viewInvitation(row), isDelayed: away.length > 0 };
};
