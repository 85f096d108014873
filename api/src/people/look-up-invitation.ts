import type { InvitationOffer } from "@docket/core/contract/person";
import type { Ms } from "@docket/core/time";
import { toIso } from "@docket/core/time";
import { and, eq, isNotNull, not, or } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { invitations } from "../db/schema/people.ts";
import { problem } from "../http/problem.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import { invitationColumns, isOpen } from "./invitation-row.ts";
import { hasAdmin } from "./person-row.ts";

export const invalidInvitation = () =>
  problem("invitation.invalid", "It was used, taken back or ran out. Ask for a new one.");

/** Finds an open invitation by the hash of its token. The first admin's link is open only while there is no admin. */
export const openInvitationQuery = (db: Db, tokenHash: string, now: Ms) =>
  db.orm
    .select(invitationColumns)
    .from(invitations)
    .where(and(eq(invitations.tokenHash, tokenHash), isOpen(now), or(isNotNull(invitations.email), not(hasAdmin))));

/** What an invitation offers to the one who holds its token. Fails with `invitation.invalid`. */
export const lookUpInvitation = async ({ db, clock }: Services, token: string): Promise<InvitationOffer> => {
  const [[open]] = await db.read(openInvitationQuery(db, await sha256(token), clock.now()));
  if (!open) throw invalidInvitation();
  return { email: open.email, role: open.role, expiresAt: toIso(open.expiresAt) };
};
