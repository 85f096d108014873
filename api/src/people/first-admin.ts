import type { InvitingServices } from "./invitation-store.ts";
import { commitFirstInvitation } from "./invitation-store.ts";
import { invitationLink } from "./invitation-token.ts";
import { hasAdminQuery } from "./select-person.ts";

/**
 * The link that makes its first user the admin of a desk that has none; null when it has one. Each call
 * ends the link before, and all of them end when there is an admin.
 */
export const firstAdminLink = async (services: InvitingServices): Promise<string | null> => {
  const { config, db } = services;
  const [[desk]] = await db.read(hasAdminQuery(db));
  if (desk?.hasAdmin) return null;
  return invitationLink(config, (await commitFirstInvitation(services)).id);
};
