import type { ActorRef } from "@docket/core/actor";
import { actorRef, isStaffRole } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray, isNotNull, or, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { events, outbox } from "../db/schema/events.ts";
import { invitations } from "../db/schema/people.ts";
import { invitationLane } from "../outbox/invitation-lane.ts";
import type { Services } from "../services.ts";
import type { PersonRow } from "./person-row.ts";
import { isUnused } from "./select-invitation.ts";

type EndingServices = Pick<Services, "db" | "clock">;

/** Drops the emails of invitations for which this holds that wait for an admin: they go with the invitations. */
export const droppingEmails = (db: Db, which: SQL | undefined): BatchItem<"sqlite">[] => {
  const lanes = db.orm
    .select({ lane: invitationLane(invitations.id) })
    .from(invitations)
    .where(which);
  return [db.orm.delete(outbox).where(and(inArray(outbox.lane, lanes), isNotNull(outbox.parkedAt)))];
};

/** Ends the open invitations for which this holds, each with its event; part of a write batch. */
export const endingInvitations = (
  { db, clock }: EndingServices,
  actor: ActorRef,
  which: SQL | undefined,
): BatchItem<"sqlite">[] => {
  const now = clock.now();
  const ended = and(which, isUnused);
  return [
    // There may be any number of them, so their events are made where they are found.
    db.orm.run(sql`
      INSERT INTO ${events} (id, stream_id, seq, type, at, actor, data)
      SELECT 'evt_' || substr(${invitations.id}, 5), ${invitations.id}, 2, 'invitation.revoked', ${now},
        ${JSON.stringify(actor)}, '{}'
      FROM ${invitations} WHERE ${ended}`),
    ...droppingEmails(db, ended),
    db.orm.update(invitations).set({ revokedAt: now }).where(ended),
  ];
};

/** Ends an invitation whose email was given up: nobody will ever get its link. */
export const endingUnsent = (services: EndingServices, id: Id<"invitation">): BatchItem<"sqlite">[] =>
  endingInvitations(services, actorRef({ kind: "system", name: "maintenance" }), eq(invitations.id, id));

const mayInvite = ({ id, role, active }: PersonRow): boolean =>
  active && isStaffRole(role) && can({ kind: "staff", id, role }, "invitation.manage");

/**
 * Ends the invitations that a decision about somebody outdates: those to their address, which offer what an admin now
 * decided otherwise, and when they may invite nobody any more those that they made.
 */
export const endingOutdated = (
  services: EndingServices,
  actor: ActorRef,
  before: PersonRow,
  after: PersonRow,
): BatchItem<"sqlite">[] =>
  endingInvitations(
    services,
    actor,
    or(eq(invitations.email, before.email), mayInvite(after) ? undefined : eq(invitations.invitedBy, before.id)),
  );
