import { actorRef, isStaffRole } from "@docket/core/actor";
import type { InvitationView, inviteInput } from "@docket/core/contract/person";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { invitations, people } from "../db/schema/people.ts";
import { denied, problem } from "../http/problem.ts";
import { writeOnce } from "../http/write-once.ts";
import { owe } from "../outbox/owe.ts";
import { viewInvitation } from "./invitation-row.ts";
import { newInvitation, revokeUnused } from "./invitation-store.ts";

/**
 * Invites somebody to the staff by a letter with a link. An earlier invitation of the same address ends.
 * Fails with `person.email_taken` when the address belongs to a member of the staff.
 */
export const invite = async (call: Call, { email, role }: z.output<typeof inviteInput>): Promise<InvitationView> => {
  const { services, actor, identity } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, clock, wake } = services;
  const [[known]] = await db.read(db.orm.select({ role: people.role }).from(people).where(eq(people.email, email)));
  if (known && isStaffRole(known.role)) {
    throw problem("person.email_taken", "This person works here already.", [{ field: "email", message: "is a member of the staff" }]);
  }
  const by = actorRef(actor);
  const { row, statements } = await newInvitation(services, by, { email, role, invitedBy: identity?.id ?? null });
  await writeOnce(call, { id: row.id }, [
    ...revokeUnused(db, eq(invitations.email, email), by, clock.now()),
    ...statements,
    owe(services, [{ type: "email.send_invitation", invitationId: row.id }]),
  ]);
  wake();
  return viewInvitation(row);
};
