import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { accounts, sessions } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";
import { nameFromEmail } from "./name-from-email.ts";
import type { Statement } from "./store.ts";

/**
 * Marks an address as proven, by whoever read its mail just now; somebody new becomes a client under
 * `newId`. What was set up before the proof ends: a password or a session of that time may be of
 * somebody who only knew the address. Part of a write batch.
 */
export const proveAddress = (db: Db, email: string, newId: Id<"person">, now: Ms): Statement[] => {
  const at = new Date(now);
  const unproven = and(eq(people.email, email), eq(people.emailVerified, false));
  const theirs = db.orm.select({ id: people.id }).from(people).where(unproven);
  return [
    db.orm
      .insert(people)
      .values({ id: newId, name: nameFromEmail(email), email, emailVerified: true, createdAt: at, updatedAt: at })
      .onConflictDoNothing({ target: people.email }),
    db.orm.delete(accounts).where(inArray(accounts.userId, theirs)),
    db.orm.delete(sessions).where(inArray(sessions.userId, theirs)),
    db.orm.update(people).set({ emailVerified: true, updatedAt: at }).where(unproven),
  ];
};

/** Breaks its batch when the person of this address may not sign in: no person can be written without a role. */
export const needActive = (db: Db, email: string): Statement =>
  db.orm
    .update(people)
    .set({ role: sql`NULL` })
    .where(and(eq(people.email, email), eq(people.active, false)));
