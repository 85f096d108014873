import type { InvitationView } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { invitations } from "../db/schema/people.ts";
import { notFound } from "../http/problem.ts";
import { invitationColumns, viewInvitation } from "./invitation-row.ts";

/** One invitation, whatever became of it. */
export const getInvitation = async ({ services: { db } }: Call, id: Id<"invitation">): Promise<InvitationView> => {
  const [[row]] = await db.read(db.orm.select(invitationColumns).from(invitations).where(eq(invitations.id, id)));
  if (!row) throw notFound("invitation");
  return viewInvitation(row);
};
