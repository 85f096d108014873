import { actorRef } from "@docket/core/actor";
import { isNull, sql } from "drizzle-orm";
import { invitations } from "../db/schema/people.ts";
import type { Services } from "../services.ts";
import { newInvitation, revokeUnused } from "./invitation-store.ts";
import { invitationLink } from "./invitation-token.ts";
import { hasAdmin } from "./person-row.ts";

/**
 * The link that makes its first user the admin of a desk that has none; null when it has one. Each call
 * ends the link before, and all of them end when there is an admin.
 */
export const firstAdminLink = async (services: Services): Promise<string | null> => {
  const { config, db, clock } = services;
  const [[desk]] = await db.read(db.orm.select({ hasAdmin: hasAdmin }).from(sql`(SELECT 1)`));
  if (desk?.hasAdmin) return null;
  const by = actorRef({ kind: "system", name: "maintenance" });
  const { row, statements } = await newInvitation(services, by, { email: null, role: "admin", invitedBy: null });
  await db.write(...revokeUnused(db, isNull(invitations.email), by, clock.now()), ...statements);
  return invitationLink(config, row.id);
};
