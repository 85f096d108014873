import type { InvitationView } from "@docket/core/contract/person";
import type { Ms } from "@docket/core/time";
import { day, toIso } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, gt, isNull } from "drizzle-orm";
import { invitations } from "../db/schema/people.ts";

export const invitationLife = 7 * day;

export type InvitationRow = Pick<typeof invitations.$inferSelect, "id" | "email" | "role" | "createdAt" | "expiresAt">;

export const invitationColumns = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
};

/** Holds for invitations that nobody used or took back. */
export const isUnused: SQL | undefined = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

/** Holds for invitations that can be accepted now. */
export const isOpen = (now: Ms): SQL | undefined => and(isUnused, gt(invitations.expiresAt, now));

export const viewInvitation = ({ createdAt, expiresAt, ...row }: InvitationRow): InvitationView => ({
  ...row,
  createdAt: toIso(createdAt),
  expiresAt: toIso(expiresAt),
});
