import type { ActorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, sql } from "drizzle-orm";
import { events } from "../db/schema/events.ts";
import { invitations } from "../db/schema/people.ts";
import type { Db } from "../db/client.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import type { InvitationRow } from "./invitation-row.ts";
import { invitationLife, isUnused } from "./invitation-row.ts";
import { invitationToken } from "./invitation-token.ts";
import { hasAdmin } from "./person-row.ts";
import type { Statement } from "./store.ts";
import { eventRows } from "./store.ts";

interface NewInvitation {
  readonly email: string | null;
  readonly role: InvitationRow["role"];
  readonly invitedBy: Id<"person"> | null;
}

/** A new invitation and the statements that write it. */
export const newInvitation = async (
  services: Pick<Services, "config" | "db" | "ids" | "clock">,
  actor: ActorRef,
  { email, role, invitedBy }: NewInvitation,
): Promise<{ readonly row: InvitationRow; readonly statements: Statement[] }> => {
  const { config, db, ids, clock } = services;
  const now = clock.now();
  const row = { id: ids.next("invitation", now), email, role, createdAt: now, expiresAt: now + invitationLife };
  const tokenHash = await sha256(await invitationToken(config.secret, row.id));
  const created = { type: "invitation.created", data: { role } };
  return {
    row,
    statements: [
      db.orm.insert(events).values(eventRows(services, { id: row.id, version: 0 }, actor, [created])),
      db.orm.insert(invitations).values({ ...row, tokenHash, invitedBy }),
    ],
  };
};

/** What ends an invitation is its second event, so that it ends once: accepted or revoked. */
export const endingEvent = (
  services: Pick<Services, "ids" | "clock">,
  id: Id<"invitation">,
  actor: ActorRef,
  type: "invitation.accepted" | "invitation.revoked",
) => eventRows(services, { id, version: 1 }, actor, [{ type, data: {} }]);

/** Takes back every unused invitation for which `condition` holds, however many there are. */
export const revokeUnused = (db: Db, condition: SQL, actor: ActorRef, now: Ms): Statement[] => {
  const which = and(condition, isUnused);
  return [
    db.orm.run(sql`
      INSERT INTO ${events} (id, stream_id, seq, type, at, actor, data)
      SELECT 'evt_' || substr(${invitations.id}, 5), ${invitations.id}, 2, 'invitation.revoked', ${now},
        ${JSON.stringify(actor)}, '{}'
      FROM ${invitations} WHERE ${which}`),
    db.orm.update(invitations).set({ revokedAt: now }).where(which),
  ];
};

/** Breaks its batch when the desk has an admin by now: no invitation can be written without a role. */
export const needNoAdmin = (db: Db, id: Id<"invitation">): Statement =>
  db.orm
    .update(invitations)
    .set({ role: sql`NULL` })
    .where(and(eq(invitations.id, id), hasAdmin));
