import { isStaffRole } from "@docket/core/actor";
import type { acceptInvitationInput, PersonView } from "@docket/core/contract/person";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { problem } from "../http/problem.ts";
import { sha256 } from "../platform/digest.ts";
import type { InvitationRow } from "./invitation-row.ts";
import { invalidInvitation } from "./invitation-row.ts";
import { commitAcceptance } from "./invitation-store.ts";
import type { PersonRow } from "./person-row.ts";
import { viewPerson } from "./person-row.ts";
import { invitee, openInvitationByToken } from "./select-invitation.ts";

type Input = z.output<typeof acceptInvitationInput>;

const mostAttempts = 3;

/** The address that the invitation speaks of; only the first admin may say which one it is. */
const addressOf = ({ email: invited }: InvitationRow, { email }: Input): string => {
  const wrong = (code: "first_admin_email" | "not_invited") =>
    problem("request.invalid", "Some fields are not right.", [fieldError("email", code)]);
  if (invited === null && email === undefined) throw wrong("first_admin_email");
  if (invited !== null && email !== undefined && email !== invited) throw wrong("not_invited");
  return invited ?? email ?? "";
};

/** The person as the invitation makes them: somebody new, or the client that they were until now. */
const joining = (call: Call, invitation: InvitationRow, input: Input, known: PersonRow | undefined): PersonRow => {
  const { ids, clock } = call.services;
  const email = addressOf(invitation, input);
  if (known && invitation.email !== null && isStaffRole(known.role)) {
    throw problem("person.email_taken", "You work here already. Sign in instead.");
  }
  const now = new Date(clock.now());
  return {
    id: known?.id ?? ids.next("person", now.getTime()),
    name: input.name,
    email,
    emailVerified: true,
    role: invitation.role,
    active: true,
    away: false,
    chatNotice: known?.chatNotice ?? "mention",
    version: (known?.version ?? 0) + 1,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
};

const attempt = async (call: Call, input: Input): Promise<PersonRow | null> => {
  const { db, clock, auth, clientIp, turn } = call.services;
  const tokenHash = await sha256(input.token);
  const [[invitation], [before]] = await db.read(
    openInvitationByToken(db, tokenHash, clock.now()),
    invitee(db, tokenHash, input.email),
  );
  if (!invitation) throw invalidInvitation();
  const after = joining(call, invitation, input, before);
  const passwordHash = await turn.outside(() =>
    auth.withPlace({ person: null, address: clientIp() }, () => auth.hashPassword(input.password)),
  );
  const outcome = await commitAcceptance(call, { invitation, before, after, passwordHash });
  if (outcome === "ended") throw invalidInvitation();
  return outcome === "accepted" ? after : null;
};

/**
 * Makes the holder of an invitation's token a member of the staff with this password. It takes effect
 * once. Fails with `invitation.invalid`, and with `person.email_taken` when they became staff meanwhile.
 */
export const acceptInvitation = async (call: Call, input: Input): Promise<PersonView> => {
  for (let tries = 1; tries <= mostAttempts; tries++) {
    const person = await attempt(call, input);
    if (person) return viewPerson(person);
  }
  throw problem("server.unavailable", "Please try again in a moment.", undefined, { retryAfter: 1 });
};
