import type { Role } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { people } from "../db/schema/people.ts";

/** Holds for everybody who was not deleted; see `deletedEmail`. */
export const notDeleted: SQL = sql`${people.email} <> '~' || ${people.id} || '@deleted.invalid'`;

/** Holds when somebody can run the desk: they have the role, and may and can sign in. */
export const hasAdmin: SQL<number> = sql`EXISTS (
  SELECT 1 FROM ${people} WHERE ${people.role} = ${"admin" satisfies Role} AND ${people.active} AND ${people.emailVerified}
)`;

/** Whether somebody can run the desk. */
export const hasAdminQuery = (db: Db) => db.orm.select({ hasAdmin }).from(sql`(SELECT 1)`);

/** The people for whom all conditions hold. */
export const selectPeople = (db: Db, ...conditions: readonly (SQL | undefined)[]) =>
  db.orm
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      emailVerified: people.emailVerified,
      role: people.role,
      active: people.active,
      away: people.away,
      chatNotice: people.chatNotice,
      version: people.version,
      createdAt: people.createdAt,
      updatedAt: people.updatedAt,
    })
    .from(people)
    .where(and(...conditions));

export const personById = (db: Db, id: Id<"person">) => selectPeople(db, eq(people.id, id));

export const personByEmail = (db: Db, email: string) => selectPeople(db, eq(people.email, email));

/** A person who can be changed: nobody who was deleted. */
export const livingPerson = (db: Db, id: Id<"person">) => selectPeople(db, eq(people.id, id), notDeleted);
