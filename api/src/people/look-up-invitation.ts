import type { InvitationOffer } from "@docket/core/contract/person";
import { toIso } from "@docket/core/time";
import { shownEmail } from "@docket/core/text/email-address";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import { invalidInvitation } from "./invitation-row.ts";
import { openInvitationByToken } from "./select-invitation.ts";

/** What an invitation offers to the one who holds its token. Fails with `invitation.invalid`. */
export const lookUpInvitation = async ({ db, clock }: Services, token: string): Promise<InvitationOffer> => {
  const [[open]] = await db.read(openInvitationByToken(db, await sha256(token), clock.now()));
  if (!open) throw invalidInvitation();
  return { email: open.email && shownEmail(open.email), role: open.role, expiresAt: toIso(open.expiresAt) };
};
