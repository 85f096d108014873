import type { ActorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { and, eq, inArray, not, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { lostStatement } from "../db/client.ts";
import { accounts, failedSignIns, sessions } from "../db/schema/auth.ts";
import { events, letters, outbox } from "../db/schema/events.ts";
import { identityLinks } from "../db/schema/keys.ts";
import { invitations, people } from "../db/schema/people.ts";
import { tickets, typedNames } from "../db/schema/tickets.ts";
import { budgetKeys } from "../email/budgets.ts";
import { problem } from "../http/problem.ts";
import { publishPeople } from "../outbox/hint.ts";
import type { Owed } from "../outbox/owe.ts";
import { codeLane, noticeLane, owe } from "../outbox/owe.ts";
import { dropMarks } from "../read-marks/store.ts";
import { endSocketsOf } from "../realtime/end-sockets.ts";
import type { Services } from "../services.ts";
import { endingSessions } from "../sessions/store.ts";
import { changesNames } from "./changes-names.ts";
import { endingOutdated } from "./ending-invitations-query.ts";
import { endsSessions } from "./ends-sessions.ts";
import { nameFromEmail } from "./name-from-email.ts";
import type { PersonRow } from "./person-row.ts";
import { deletedEmail } from "./person-row.ts";
import { hasAdmin } from "./select-person.ts";

export type Statement = BatchItem<"sqlite">;

/** Something that happened to a person or an invitation. */
export interface Happening {
  readonly type: string;
  readonly data: unknown;
}

/** The rows of what happened to one person or thing, counted on from `version`. */
export const eventRows = (
  { ids, clock }: Pick<Services, "ids" | "clock">,
  stream: { readonly id: string; readonly version: number },
  actor: ActorRef,
  happenings: readonly Happening[],
): (typeof events.$inferInsert)[] => {
  const at = clock.now();
  return happenings.map(({ type, data }, i) => ({
    id: ids.next("event", at),
    streamId: stream.id,
    seq: stream.version + i + 1,
    type,
    at,
    actor,
    data,
  }));
};

/** One change of one person, decided and ready to be written. */
export interface PersonChange {
  readonly before: PersonRow;
  readonly after: PersonRow;
  readonly happenings: readonly Happening[];
  /** What else is written, and what is owed because of it. */
  readonly also?: readonly Statement[];
  readonly owed?: readonly Owed[];
}

const isAdmin = ({ role, active, emailVerified }: PersonRow): boolean => role === "admin" && active && emailVerified;

/** Breaks its batch when nobody can run the desk any more: no person can be written without a role. */
const keepAnAdmin = (db: Db, id: Id<"person">): Statement =>
  db.orm
    .update(people)
    .set({ role: sql`NULL` })
    .where(and(eq(people.id, id), not(hasAdmin)));

/** Writes only what is new: sign-in changes other columns at the same time. */
const updatePerson = (db: Db, before: PersonRow, after: PersonRow): Statement => {
  const changed = Object.entries(after).filter(([column, value]) => before[column as keyof PersonRow] !== value);
  return db.orm.update(people).set(Object.fromEntries(changed)).where(eq(people.id, before.id));
};

/**
 * Writes a change in one batch: the events first, whose unique (stream, seq) is the lock. Returns the
 * person, or null when somebody else was first and nothing was written; then the caller decides again.
 * Throws `person.last_admin` when the desk would be left without one.
 */
export const commitPerson = async (
  services: Services,
  actor: ActorRef,
  change: PersonChange,
): Promise<PersonRow | null> => {
  const { db, clock, background, wake } = services;
  const { before, happenings, owed = [] } = change;
  const after = { ...change.after, version: before.version + happenings.length, updatedAt: new Date(clock.now()) };
  const losesAdmin = isAdmin(before) && !isAdmin(after);
  const signsOut = happenings.some(endsSessions);
  const batch: Statement[] = [
    db.orm.insert(events).values(eventRows(services, before, actor, happenings)),
    updatePerson(db, before, after),
    ...(losesAdmin ? [keepAnAdmin(db, before.id)] : []),
    ...(signsOut ? [...endingSessions(db, before.id), ...endingOutdated(services, actor, before, after)] : []),
    ...(change.also ?? []),
    ...(owed.length > 0 ? [owe(services, owed)] : []),
  ];
  try {
    await db.write(...batch);
  } catch (error) {
    const lost = lostStatement(error);
    if (lost === 0) return null;
    if (lost === 2 && losesAdmin) throw problem("person.last_admin", "Make somebody else an admin first.");
    throw error;
  }
  if (owed.length > 0) wake();
  if (happenings.some(changesNames)) background.run("hint", () => publishPeople(services, [before.id]));
  if (signsOut) background.run("disconnect", () => endSocketsOf(services, [before.id]));
  return after;
};

/** Forgets what visitors typed as the name of a person; part of a write batch. */
export const forgetTypedNames = (db: Db, id: Id<"person">): Statement => {
  const theirs = db.orm.select({ id: tickets.id }).from(tickets).where(eq(tickets.requesterId, id));
  return db.orm.delete(typedNames).where(inArray(typedNames.ticketId, theirs));
};

/** Ends everything that names a person who is deleted, or lets them in; part of that change. */
export const erasing = (db: Db, { id, email }: PersonRow): Statement[] => [
  db.orm.update(people).set({ image: null, mailbox: null }).where(eq(people.id, id)),
  dropMarks(db, id),
  forgetTypedNames(db, id),
  db.orm.delete(accounts).where(eq(accounts.userId, id)),
  db.orm.delete(failedSignIns).where(eq(failedSignIns.personId, id)),
  db.orm.delete(identityLinks).where(eq(identityLinks.personId, id)),
  db.orm.delete(invitations).where(eq(invitations.email, email)),
  db.orm
    .update(letters)
    .set({ recipient: deletedEmail(id), countsFor: null })
    .where(eq(letters.recipient, email)),
  db.orm.delete(outbox).where(inArray(outbox.lane, [codeLane(email), noticeLane(id)])),
  db.orm
    .update(outbox)
    .set({ lane: sql`${outbox.id}` })
    .where(inArray(outbox.lane, budgetKeys(email))),
  db.orm
    .update(events)
    .set({ data: sql`'{}'` })
    .where(and(eq(events.streamId, id), eq(events.type, "person.renamed"))),
];

/** Whoever has this address, while they are only called by it. */
export const isUnnamed = (email: string) => and(eq(people.email, email), eq(people.name, nameFromEmail(email)));

/** Forgets what whoever signed up with an address called its owner, unless an admin renamed them since; part of a write batch. */
export const forgettingName = (db: Db, email: string): Statement => {
  const signedUp = sql`EXISTS (SELECT 1 FROM ${accounts} WHERE ${accounts.userId} = ${people.id})`;
  return db.orm
    .update(people)
    .set({ name: nameFromEmail(email) })
    .where(and(eq(people.email, email), eq(people.emailVerified, false), eq(people.version, 0), signedUp));
};

/**
 * Ends the password that was set before an address was proven, and the name that came with it: both may be of somebody who
 * only knew the address. Part of a write batch.
 */
export const forgettingSignUp = (db: Db, email: string): Statement[] => {
  const unproven = and(eq(people.email, email), eq(people.emailVerified, false));
  const theirs = db.orm.select({ id: people.id }).from(people).where(unproven);
  return [forgettingName(db, email), db.orm.delete(accounts).where(inArray(accounts.userId, theirs))];
};

/**
 * Marks an address as proven, by whoever read its mail just now; somebody new becomes a client under
 * `newId`. What was set up before the proof ends: a password or a session of that time may be of
 * somebody who only knew the address. Somebody without a name of their own gets the one that they typed on a ticket in the
 * widget session in which they proved it. Part of a write batch.
 */
export const proveAddress = (
  db: Db,
  email: string,
  newId: Id<"person">,
  { now, session }: { readonly now: Ms; readonly session: Id<"visitor"> },
): Statement[] => {
  const at = new Date(now);
  const unproven = and(eq(people.email, email), eq(people.emailVerified, false));
  const theirs = db.orm.select({ id: people.id }).from(people).where(unproven);
  const typed = sql`(SELECT ${typedNames.name} FROM ${typedNames} JOIN ${tickets} ON ${tickets.id} = ${typedNames.ticketId}
    WHERE ${tickets.visitorId} = ${session} AND ${tickets.requesterId} = ${people.id}
    ORDER BY ${tickets.number} DESC LIMIT 1)`;
  return [
    db.orm
      .insert(people)
      .values({ id: newId, name: nameFromEmail(email), email, emailVerified: true, createdAt: at, updatedAt: at })
      .onConflictDoNothing({ target: people.email }),
    ...forgettingSignUp(db, email),
    db.orm.delete(sessions).where(inArray(sessions.userId, theirs)),
    db.orm.update(people).set({ emailVerified: true, updatedAt: at }).where(unproven),
    db.orm
      .update(people)
      .set({ name: sql`coalesce(${typed}, ${people.name})` })
      .where(isUnnamed(email)),
  ];
};

/** Breaks its batch when the person of this address may not sign in: no person can be written without a role. */
export const needActive = (db: Db, email: string): Statement =>
  db.orm
    .update(people)
    .set({ role: sql`NULL` })
    .where(and(eq(people.email, email), eq(people.active, false)));
