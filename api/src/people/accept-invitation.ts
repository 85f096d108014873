import { isStaffRole } from "@docket/core/actor";
import type { PersonView, acceptInvitationInput } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { setPassword } from "../auth/password-account.ts";
import type { Call } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import { sessions } from "../db/schema/auth.ts";
import { events } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { problem } from "../http/problem.ts";
import { writeOnce } from "../http/write-once.ts";
import { sha256 } from "../platform/digest.ts";
import type { InvitationRow } from "./invitation-row.ts";
import { endingEvent, needNoAdmin } from "./invitation-store.ts";
import { invalidInvitation, openInvitationQuery } from "./look-up-invitation.ts";
import type { PersonRow } from "./person-row.ts";
import { personColumns, viewPerson } from "./person-row.ts";
import type { Statement } from "./store.ts";
import { eventRows } from "./store.ts";

type Input = z.output<typeof acceptInvitationInput>;

const mostAttempts = 3;

const load = async ({ services: { db, clock } }: Call, tokenHash: string, email: string | undefined) => {
  const invited = sql`(SELECT ${invitations.email} FROM ${invitations} WHERE ${invitations.tokenHash} = ${tokenHash})`;
  const [[invitation], [person]] = await db.read(
    openInvitationQuery(db, tokenHash, clock.now()),
    db.orm
      .select(personColumns)
      .from(people)
      .where(eq(people.email, sql`coalesce(${invited}, ${email ?? null})`)),
  );
  if (!invitation) throw invalidInvitation();
  return { invitation, person };
};

/** The address that the invitation speaks of; only the first admin may say which one it is. */
const addressOf = ({ email: invited }: InvitationRow, { email }: Input): string => {
  const wrong = (message: string) => problem("request.invalid", "Some fields are not right.", [{ field: "email", message }]);
  if (invited === null && email === undefined) throw wrong("is needed on the link for the first admin");
  if (invited !== null && email !== undefined && email !== invited) throw wrong("is not the invited address");
  return invited ?? email ?? "";
};

/** The person as the invitation makes them: somebody new, or the client that they were until now. */
const joining = (call: Call, invitation: InvitationRow, input: Input, known: PersonRow | undefined): PersonRow => {
  const email = addressOf(invitation, input);
  if (known && invitation.email !== null && isStaffRole(known.role)) {
    throw problem("person.email_taken", "You work here already. Sign in instead.");
  }
  const now = new Date(call.services.clock.now());
  const id: Id<"person"> = known?.id ?? call.services.ids.next("person", now.getTime());
  return {
    id,
    name: input.name,
    email,
    emailVerified: true,
    role: invitation.role,
    active: true,
    version: (known?.version ?? 0) + 1,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
};

const attempt = async (call: Call, input: Input, tokenHash: string): Promise<PersonRow | null> => {
  const { services } = call;
  const { db, clock, auth } = services;
  const now = clock.now();
  const { invitation, person: known } = await load(call, tokenHash, input.email);
  const person = joining(call, invitation, input, known);
  const by = { kind: "staff", id: person.id } as const;
  const joined = { type: "person.joined", data: { role: { from: known?.role ?? null, to: person.role } } };
  const { id, ...columns } = person;
  const first: Statement[] = [
    db.orm.insert(events).values(endingEvent(services, invitation.id, by, "invitation.accepted")),
    ...(invitation.email === null ? [needNoAdmin(db, invitation.id)] : []),
  ];
  try {
    await writeOnce(call, { id }, [
      ...first,
      db.orm.insert(events).values(eventRows(services, { id, version: person.version - 1 }, by, [joined])),
      db.orm.update(invitations).set({ acceptedAt: now }).where(eq(invitations.id, invitation.id)),
      known ? db.orm.update(people).set(columns).where(eq(people.id, id)) : db.orm.insert(people).values(person),
      ...setPassword(db, { personId: id, hash: await auth.hashPassword(input.password), now }),
      db.orm.delete(sessions).where(eq(sessions.userId, id)),
    ]);
    return person;
  } catch (error) {
    const lost = lostStatement(error);
    if (lost === null) throw error;
    if (lost < first.length) throw invalidInvitation();
    return null;
  }
};

/**
 * Makes the holder of an invitation's token a member of the staff with this password. It takes effect
 * once. Fails with `invitation.invalid`, and with `person.email_taken` when they became staff meanwhile.
 */
export const acceptInvitation = async (call: Call, input: Input): Promise<PersonView> => {
  const tokenHash = await sha256(input.token);
  for (let tries = 1; tries <= mostAttempts; tries++) {
    const person = await attempt(call, input, tokenHash);
    if (person) return viewPerson(person);
  }
  throw problem("server.unavailable", "Please try again in a moment.", undefined, { retryAfter: 1 });
};
