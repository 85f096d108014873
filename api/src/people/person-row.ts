import type { PersonView } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { toIso } from "@docket/core/time";
import { shownEmail } from "@docket/core/text/email-address";
import type { people } from "../db/schema/people.ts";

/** What the desk keeps of a person. */
export type PersonRow = Omit<typeof people.$inferSelect, "image" | "mailbox">;

/**
 * The address of somebody who was deleted: one of its own for each, where no mail arrives (RFC 2606). With `~` no form
 * takes it for an address, so nobody can have it first.
 */
export const deletedEmail = (id: Id<"person">): string => `~${id}@deleted.invalid`;

/** A person as staff see them. */
export const viewPerson = (row: PersonRow): PersonView => ({
  id: row.id,
  name: row.name,
  email: shownEmail(row.email),
  emailProven: row.emailVerified,
  role: row.role,
  active: row.active,
  away: row.away,
  createdAt: toIso(row.createdAt.getTime()),
  version: row.version,
});
