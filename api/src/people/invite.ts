import { actorRef, isStaffRole } from "@docket/core/actor";
import type { InvitationView, inviteInput } from "@docket/core/contract/person";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import { viewInvitation } from "./invitation-row.ts";
import { commitInvitation } from "./invitation-store.ts";
import { personByEmail } from "./select-person.ts";

/**
 * Invites somebody to the staff by a letter with a link. An earlier invitation of the same address ends.
 * Fails with `person.email_taken` when the address belongs to a member of the staff.
 */
export const invite = async (call: Call, input: z.output<typeof inviteInput>): Promise<InvitationView> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const [[known]] = await services.db.read(personByEmail(services.db, input.email));
  if (known && isStaffRole(known.role)) {
    throw problem("person.email_taken", "This person works here already.", [fieldError("email", "already_staff")]);
  }
  return viewInvitation(await commitInvitation(call, actorRef(actor), input));
};
