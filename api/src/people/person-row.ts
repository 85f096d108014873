import type { Role } from "@docket/core/actor";
import type { PersonView } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { toIso } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { people } from "../db/schema/people.ts";

/** What the desk keeps of a person. */
export type PersonRow = Omit<typeof people.$inferSelect, "image">;

export const personColumns = {
  id: people.id,
  name: people.name,
  email: people.email,
  emailVerified: people.emailVerified,
  role: people.role,
  active: people.active,
  version: people.version,
  createdAt: people.createdAt,
  updatedAt: people.updatedAt,
};

/** The address of somebody who was deleted: one of its own for each, where no mail arrives (RFC 2606). */
export const deletedEmail = (id: Id<"person">): string => `${id}@deleted.invalid`;

/** Holds for everybody who was not deleted. */
export const notDeleted: SQL = sql`${people.email} <> ${people.id} || '@deleted.invalid'`;

/** Holds for those who can run the desk: they have the role, and may and can sign in. */
export const isActiveAdmin: SQL = sql`(${people.role} = ${"admin" satisfies Role} AND ${people.active} AND ${people.emailVerified})`;

/** Holds when at least one person can run the desk. */
export const hasAdmin: SQL<number> = sql`EXISTS (SELECT 1 FROM ${people} WHERE ${isActiveAdmin})`;

/** A person as staff see them. */
export const viewPerson = (row: PersonRow): PersonView => ({
  id: row.id,
  name: row.name,
  email: row.email,
  emailProven: row.emailVerified,
  role: row.role,
  active: row.active,
  createdAt: toIso(row.createdAt.getTime()),
  version: row.version,
});
