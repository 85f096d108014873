import type { InvitationView } from "@docket/core/contract/person";
import { shownEmail } from "@docket/core/text/email-address";
import { day, toIso } from "@docket/core/time";
import type { invitations } from "../db/schema/people.ts";
import type { ProblemError } from "../http/problem.ts";
import { problem } from "../http/problem.ts";

export const invitationLife = 7 * day;

export interface InvitationRow extends Pick<
  typeof invitations.$inferSelect,
  "id" | "email" | "role" | "invitedBy" | "createdAt" | "expiresAt"
> {
  readonly makerName: string | null;
  /** Why its email waits for an admin; null while it does not. */
  readonly undelivered: string | null;
}

export const viewInvitation = ({
  email,
  invitedBy,
  makerName,
  createdAt,
  expiresAt,
  ...row
}: InvitationRow): InvitationView => ({
  ...row,
  email: email && shownEmail(email),
  invitedBy: invitedBy === null || makerName === null ? null : { id: invitedBy, name: makerName },
  createdAt: toIso(createdAt),
  expiresAt: toIso(expiresAt),
});

export const invalidInvitation = (): ProblemError =>
  problem("invitation.invalid", "It was used, taken back or ran out. Ask for a new one.");
