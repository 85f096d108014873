import type { ActorRef } from "@docket/core/actor";
import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, isNull, sql } from "drizzle-orm";
import { setPassword } from "../auth/password-account.ts";
import type { Call } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import type { Db } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { writeOnce } from "../http/write-once.ts";
import { owe } from "../outbox/owe.ts";
import { releaseProven } from "../outbox/release-proven.ts";
import { sha256 } from "../platform/digest.ts";
import { endSockets } from "../realtime/end-sockets.ts";
import type { Services } from "../services.ts";
import { endingSessions } from "../sessions/store.ts";
import type { InvitationRow } from "./invitation-row.ts";
import { droppingEmails, endingInvitations } from "./ending-invitations-query.ts";
import { invitationLife } from "./invitation-row.ts";
import { invitationToken } from "./invitation-token.ts";
import type { PersonRow } from "./person-row.ts";
import { hasAdmin } from "./select-person.ts";
import type { Statement } from "./store.ts";
import { eventRows } from "./store.ts";

type EventServices = Pick<Services, "ids" | "clock">;
/** What a new invitation is made with. */
export type InvitingServices = Pick<Services, "config" | "db" | "ids" | "clock">;

/** What ends an invitation is its second event, so that it ends once: accepted or revoked. */
const ending = (
  services: EventServices,
  id: Id<"invitation">,
  actor: ActorRef,
  type: "invitation.accepted" | "invitation.revoked",
) => eventRows(services, { id, version: 1 }, actor, [{ type, data: {} }]);

interface Offer {
  readonly email: string | null;
  readonly role: InvitationRow["role"];
  readonly maker: Pick<PersonRow, "id" | "name"> | null;
}

/** A new invitation and the statements that write it, in place of those of before for which `earlier` holds. */
const newInvitation = async (
  services: InvitingServices,
  actor: ActorRef,
  { email, role, maker }: Offer,
  earlier: SQL,
): Promise<{ readonly row: InvitationRow; readonly statements: Statement[] }> => {
  const { config, db, ids, clock } = services;
  const now = clock.now();
  const row: InvitationRow = {
    id: ids.next("invitation", now),
    email,
    role,
    invitedBy: maker?.id ?? null,
    makerName: maker?.name ?? null,
    createdAt: now,
    expiresAt: now + invitationLife,
    undelivered: null,
  };
  const tokenHash = await sha256(await invitationToken(config.secret, row.id));
  const { makerName: _, undelivered: __, ...columns } = row;
  const created = { type: "invitation.created", data: { role } };
  return {
    row,
    statements: [
      ...endingInvitations(services, actor, earlier),
      db.orm.insert(events).values(eventRows(services, { id: row.id, version: 0 }, actor, [created])),
      db.orm.insert(invitations).values({ ...columns, tokenHash }),
    ],
  };
};

/** Ends the invitation of this id as the first thing of a batch, which breaks when it ended before. */
const revoking = (services: Services, actor: ActorRef, id: Id<"invitation">): Statement[] => {
  const { db, clock } = services;
  return [
    db.orm.insert(events).values(ending(services, id, actor, "invitation.revoked")),
    ...droppingEmails(db, eq(invitations.id, id)),
    db.orm.update(invitations).set({ revokedAt: clock.now() }).where(eq(invitations.id, id)),
  ];
};

/** Writes an invitation and owes its letter. An earlier one of the same address ends. */
export const commitInvitation = async (
  call: Call,
  actor: ActorRef,
  { email, role }: { readonly email: string; readonly role: InvitationRow["role"] },
  inPlaceOf: readonly Statement[] = [],
): Promise<InvitationRow> => {
  const { services, identity } = call;
  const offer = { email, role, maker: identity };
  const { row, statements } = await newInvitation(services, actor, offer, eq(invitations.email, email));
  const owed = owe(services, [{ type: "email.send_invitation", invitationId: row.id }]);
  await writeOnce(call, { id: row.id }, [...inPlaceOf, ...statements, owed]);
  services.wake();
  return row;
};

/** Writes an invitation in place of another one; null when that had ended before. */
export const commitAgain = async (
  call: Call,
  actor: ActorRef,
  { id, ...offer }: { readonly id: Id<"invitation">; readonly email: string; readonly role: InvitationRow["role"] },
): Promise<InvitationRow | null> => {
  try {
    return await commitInvitation(call, actor, offer, revoking(call.services, actor, id));
  } catch (error) {
    if (lostStatement(error) === 0) return null;
    throw error;
  }
};

/** Writes the invitation of the first admin, which has no address. An earlier one ends. */
export const commitFirstInvitation = async (services: InvitingServices): Promise<InvitationRow> => {
  const actor = actorRef({ kind: "system", name: "maintenance" });
  const { row, statements } = await newInvitation(
    services,
    actor,
    { email: null, role: "admin", maker: null },
    isNull(invitations.email),
  );
  await services.db.write(...statements);
  return row;
};

/** Takes an invitation back; false when it ended before. */
export const commitRevocation = async (services: Services, actor: ActorRef, id: Id<"invitation">): Promise<boolean> => {
  try {
    await services.db.write(...revoking(services, actor, id));
    return true;
  } catch (error) {
    if (lostStatement(error) === 0) return false;
    throw error;
  }
};

/** Breaks its batch when the desk has an admin by now: no invitation can be written without a role. */
const needNoAdmin = (db: Db, id: Id<"invitation">): Statement =>
  db.orm
    .update(invitations)
    .set({ role: sql`NULL` })
    .where(and(eq(invitations.id, id), hasAdmin));

/** An invitation that is accepted: who somebody was, if the desk knew them, and who they are from now on. */
export interface Acceptance {
  readonly invitation: InvitationRow;
  readonly before: PersonRow | undefined;
  readonly after: PersonRow;
  readonly passwordHash: string;
}

/**
 * Writes that somebody joined. `ended` means that the invitation was used or taken back meanwhile, or
 * that the desk has its first admin; `raced` that the person changed, so that all must be looked at again.
 */
export const commitAcceptance = async (
  call: Call,
  { invitation, before, after, passwordHash }: Acceptance,
): Promise<"accepted" | "ended" | "raced"> => {
  const { services } = call;
  const { db, clock } = services;
  const { id, ...columns } = after;
  const by = { kind: "staff", id } as const;
  const joined = { type: "person.joined", data: { role: { from: before?.role ?? null, to: after.role } } };
  const first: Statement[] = [
    db.orm.insert(events).values(ending(services, invitation.id, by, "invitation.accepted")),
    ...(invitation.email === null ? [needNoAdmin(db, invitation.id)] : []),
  ];
  try {
    const statements = [
      ...first,
      db.orm.insert(events).values(eventRows(services, { id, version: after.version - 1 }, by, [joined])),
      db.orm.update(invitations).set({ acceptedAt: clock.now() }).where(eq(invitations.id, invitation.id)),
      releaseProven(db, after.email, clock.now()),
      before ? db.orm.update(people).set(columns).where(eq(people.id, id)) : db.orm.insert(people).values(after),
      ...setPassword(db, { personId: id, hash: passwordHash, now: clock.now() }),
      ...endingSessions(db, id),
    ];
    const answers = await writeOnce(call, { id }, statements);
    const ended = answers.slice(statements.length - 2, statements.length) as { readonly id: string }[][];
    endSockets(services, ended.flat());
    services.wake();
    return "accepted";
  } catch (error) {
    const lost = lostStatement(error);
    if (lost === null) throw error;
    return lost < first.length ? "ended" : "raced";
  }
};
