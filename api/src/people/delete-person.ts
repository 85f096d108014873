import { actorRef, isStaffRole } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { and, eq, sql } from "drizzle-orm";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { accounts } from "../db/schema/auth.ts";
import { events } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { visitors } from "../db/schema/sites.ts";
import { denied } from "../http/problem.ts";
import { changePerson } from "./change-person.ts";
import type { PersonRow } from "./person-row.ts";
import { deletedEmail } from "./person-row.ts";
import type { Statement } from "./store.ts";

/** Everything that names the person or lets them in. */
const erase = (db: Db, { id, email }: PersonRow): Statement[] => [
  db.orm.update(people).set({ image: null }).where(eq(people.id, id)),
  db.orm.delete(accounts).where(eq(accounts.userId, id)),
  db.orm.delete(visitors).where(eq(visitors.personId, id)),
  db.orm.delete(invitations).where(eq(invitations.email, email)),
  db.orm
    .update(events)
    .set({ data: sql`'{}'` })
    .where(and(eq(events.streamId, id), eq(events.type, "person.renamed"))),
];

/**
 * Erases a person: what they are called, how to reach them, and every way in. Their tickets stay, by
 * "Deleted person"; the open tickets of a member of the staff go back into the queue. Fails with
 * `person.stale_version` and `person.last_admin`.
 */
export const deletePerson = async (call: Call, id: Id<"person">, ifMatch: number | null): Promise<void> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  await changePerson(services, actorRef(actor), { id, ifMatch }, (person) => ({
    after: { ...person, name: "Deleted person", email: deletedEmail(id), emailVerified: false, active: false },
    happenings: [{ type: "person.deleted", data: {} }],
    endsSessions: true,
    also: erase(services.db, person),
    owed: isStaffRole(person.role) ? [{ type: "people.release_tickets", personId: id }] : [],
  }));
};
