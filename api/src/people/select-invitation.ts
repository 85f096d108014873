import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { day } from "@docket/core/time";
import type { Role } from "@docket/core/actor";
import type { SQL } from "drizzle-orm";
import { and, eq, gt, isNotNull, isNull, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Db } from "../db/client.ts";
import { outbox } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { invitationLane } from "../outbox/invitation-lane.ts";
import { hasAdmin, selectPeople } from "./select-person.ts";

const maker = alias(people, "maker");

/** Holds for invitations that nobody used or took back. */
export const isUnused: SQL | undefined = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

/** Holds while whoever made an invitation is still an admin: one may be written just after they were let go. */
const isMeant = or(
  isNull(invitations.invitedBy),
  sql`EXISTS (SELECT 1 FROM ${people} WHERE ${people.id} = ${invitations.invitedBy}
    AND ${people.role} = ${"admin" satisfies Role} AND ${people.active})`,
);

/** Holds for invitations that can be accepted now. The first admin's link is one only while there is no admin. */
export const isOpen = (now: Ms): SQL | undefined =>
  and(isUnused, gt(invitations.expiresAt, now), isMeant, or(isNotNull(invitations.email), not(hasAdmin)));

/** How long an invitation that nobody answered in time is still shown to admins, who may send it again. */
const shownAfterwards = 30 * day;

/** Holds for invitations that nobody answered, took back or replaced: those that wait, and those that ran out lately. */
export const isUnanswered = (now: Ms): SQL | undefined =>
  and(isUnused, gt(invitations.expiresAt, now - shownAfterwards), isMeant, isNotNull(invitations.email));

/** Why the email of an invitation waits for an admin, if it does. */
const undelivered = sql<string | null>`(SELECT coalesce(${outbox.lastError}, '') FROM ${outbox}
  WHERE ${outbox.lane} = ${invitationLane(invitations.id)} AND ${outbox.parkedAt} IS NOT NULL LIMIT 1)`;

/** The invitations for which all conditions hold. */
export const selectInvitations = (db: Db, ...conditions: readonly (SQL | undefined)[]) =>
  db.orm
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      invitedBy: invitations.invitedBy,
      makerName: maker.name,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
      undelivered,
    })
    .from(invitations)
    .leftJoin(maker, eq(maker.id, invitations.invitedBy))
    .where(and(...conditions));

export const invitationById = (db: Db, id: Id<"invitation">) => selectInvitations(db, eq(invitations.id, id));

export const unansweredInvitationById = (db: Db, id: Id<"invitation">, now: Ms) =>
  selectInvitations(db, eq(invitations.id, id), isUnanswered(now));

export const openInvitationByToken = (db: Db, tokenHash: string, now: Ms) =>
  selectInvitations(db, eq(invitations.tokenHash, tokenHash), isOpen(now));

/** The person whom the invitation of this token means: by its own address, or by `email` if it has none. */
export const invitee = (db: Db, tokenHash: string, email: string | undefined) => {
  const invited = sql`(SELECT ${invitations.email} FROM ${invitations} WHERE ${invitations.tokenHash} = ${tokenHash})`;
  return selectPeople(db, eq(people.email, sql`coalesce(${invited}, ${email ?? null})`));
};
