import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { invitations, people } from "../db/schema/people.ts";

/** An invitation with the name of the one who invites. */
export const getInvitation = async (db: Db, id: Id<"invitation">) => {
  const { email, role, expiresAt, acceptedAt, revokedAt } = invitations;
  const [[invitation]] = await db.read(
    db.orm
      .select({ email, role, expiresAt, acceptedAt, revokedAt, invitedBy: people.name })
      .from(invitations)
      .leftJoin(people, eq(people.id, invitations.invitedBy))
      .where(eq(invitations.id, id)),
  );
  return invitation ?? null;
};
