import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { and, eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { invitations } from "../db/schema/people.ts";
import { denied, notFound } from "../http/problem.ts";
import { isOpen } from "./invitation-row.ts";
import { endingEvent } from "./invitation-store.ts";

/** Takes back an invitation that waits for an answer; any other is not there (`resource.not_found`). */
export const revokeInvitation = async ({ services, actor }: Call, id: Id<"invitation">): Promise<void> => {
  if (actor.kind === "anonymous") throw denied();
  const { db, clock } = services;
  const [[open]] = await db.read(
    db.orm
      .select({ id: invitations.id })
      .from(invitations)
      .where(and(eq(invitations.id, id), isOpen(clock.now()))),
  );
  if (!open) throw notFound("invitation");
  try {
    await db.write(
      db.orm.insert(events).values(endingEvent(services, id, actorRef(actor), "invitation.revoked")),
      db.orm.update(invitations).set({ revokedAt: clock.now() }).where(eq(invitations.id, id)),
    );
  } catch (error) {
    if (lostStatement(error) === 0) throw notFound("invitation");
    throw error;
  }
};
