import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { day } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { accounts, signUps } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";

/** How long whoever signed up has to prove the address. */
const proofWithin = 7 * day;

/** Keeps in mind that somebody signed up with an address that is not proven yet. */
export const keepSignUp = (db: Db, personId: Id<"person">, at: Ms): BatchItem<"sqlite"> =>
  db.orm.insert(signUps).values({ personId, at }).onConflictDoNothing();

/** Holds for the sign-ups of which it is to be decided what becomes of them. */
export const signUpsDue = (now: Ms): SQL => lte(signUps.at, now - proofWithin);

/**
 * Forgets people who signed up and never proved their address, unless there is anything else of them: a ticket, or
 * something that happened to them. `due` picks rows of the sign-ups, which are over with that. Part of a write batch.
 */
export const forgetSignUps = (db: Db, due: SQL): readonly BatchItem<"sqlite">[] => {
  const those = db.orm.select({ id: signUps.personId }).from(signUps).where(due);
  const forgotten = and(
    inArray(people.id, those),
    eq(people.emailVerified, false),
    eq(people.role, "client"),
    eq(people.version, 0),
    sql`NOT EXISTS (SELECT 1 FROM ${tickets} WHERE ${tickets.requesterId} = ${people.id})`,
  );
  const theirs = db.orm.select({ id: people.id }).from(people).where(forgotten);
  return [
    db.orm.delete(accounts).where(inArray(accounts.userId, theirs)),
    db.orm.delete(people).where(forgotten),
    db.orm.delete(signUps).where(due),
  ];
};
