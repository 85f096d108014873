import { actorRef, isStaffRole } from "@docket/core/actor";
import type { InvitationView, inviteInput } from "@docket/core/contract/person";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import { selectMailAway } from "../outbox/mail-away-query.ts";
import { viewInvitation } from "./invitation-row.ts";
import { commitInvitation } from "./invitation-store.ts";
import { personByEmail } from "./select-person.ts";

/** An invitation, and whether emails are delayed. */
export interface Invited {
  readonly invitation: InvitationView;
  readonly isDelayed: boolean;
}

/**
 * Invites somebody to the staff by a letter with a link. An earlier invitation of the same address ends.
 * Fails with `person.email_taken` when the address belongs to a member of the staff.
 */
export const invite = async (call: Call, input: z.output<typeof inviteInput>): Promise<Invited> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db } = services;
  const [[known], away] = await db.read(personByEmail(db, input.email), selectMailAway(db));
  if (known && isStaffRole(known.role)) {
    throw problem("person.email_taken", "This person works here already.", [fieldError("email", "already_staff")]);
  }
  const invitation = viewInvitation(await commitInvitation(call, actorRef(actor), input));
  return { invitation, isDelayed: away.length > 0 };
};
