import { actorRef, isStaffRole } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { dropDraftsOf } from "../drafts/store.ts";
import { denied } from "../http/problem.ts";
import { changePerson } from "./change-person.ts";
import { deletedEmail } from "./person-row.ts";
import { erasing } from "./store.ts";

/**
 * Erases a person: what they are called, how to reach them, and every way in. Their tickets stay, by
 * "Deleted person"; the open tickets of a member of the staff go back into the queue. Fails with
 * `person.stale_version` and `person.last_admin`.
 */
export const deletePerson = async (call: Call, id: Id<"person">): Promise<void> => {
  const { services, actor, ifMatch } = call;
  if (actor.kind === "anonymous") throw denied();
  await changePerson(services, actorRef(actor), { id, ifMatch }, (person) => ({
    after: {
      ...person,
      name: "Deleted person",
      email: deletedEmail(id),
      emailVerified: false,
      active: false,
      away: false,
    },
    happenings: [{ type: "person.deleted", data: {} }],
    also: [...erasing(services.db, person), ...dropDraftsOf(services.db, id, services.clock.now())],
    owed: isStaffRole(person.role) ? [{ type: "people.release_tickets", personId: id }] : [],
  }));
};
