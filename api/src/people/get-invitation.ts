import type { InvitationView } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { viewInvitation } from "./invitation-row.ts";
import { invitationById } from "./select-invitation.ts";

/** One invitation, whatever became of it. */
export const getInvitation = async ({ services: { db } }: Call, id: Id<"invitation">): Promise<InvitationView> => {
  const [[row]] = await db.read(invitationById(db, id));
  if (!row) throw notFound("invitation");
  return viewInvitation(row);
};
