import { actorRef, isStaffRole } from "@docket/core/actor";
import type { PersonView, updatePersonInput } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { dropDraftsOf } from "../drafts/store.ts";
import { denied } from "../http/problem.ts";
import { changePerson } from "./change-person.ts";
import { happeningsBetween } from "./happenings.ts";
import type { PersonRow } from "./person-row.ts";
import { viewPerson } from "./person-row.ts";
import type { PersonChange } from "./store.ts";
import { forgetTypedNames } from "./store.ts";

type Input = z.output<typeof updatePersonInput>;

const worksHere = ({ role, active }: PersonRow): boolean => isStaffRole(role) && active;

const decide = (
  { services: { db, clock }, identity }: Pick<Call, "services" | "identity">,
  person: PersonRow,
  input: Input,
): Omit<PersonChange, "before"> | null => {
  const role = input.role ?? person.role;
  const after: PersonRow = {
    ...person,
    name: input.name ?? person.name,
    role,
    active: input.active ?? person.active,
    away: person.away && isStaffRole(role),
  };
  const changes = happeningsBetween(person, after);
  if (changes.length === 0) return null;
  const { id: personId, email } = person;
  const told = { personId, email, address: null, client: null, name: identity?.name ?? null };
  const rises = role === "admin" && person.role !== "admin";
  const leaves = worksHere(person) && !worksHere(after);
  return {
    after,
    happenings: changes,
    also: [
      ...(after.name === person.name ? [] : [forgetTypedNames(db, personId)]),
      ...(leaves ? dropDraftsOf(db, personId, clock.now()) : []),
    ],
    owed: [
      ...(leaves ? [{ type: "people.release_tickets", personId } as const] : []),
      ...(rises ? [{ type: "email.send_notice", kind: "became_admin", ...told } as const] : []),
    ],
  };
};

/**
 * Renames a person, changes their role, or lets them in or out. Who gets another role or is let out is
 * signed out everywhere, and the open invitations to their address end, with those that they made if they may invite nobody any more; the open tickets of staff who leave go back into the queue, and their drafts are deleted. Fails with
 * `person.stale_version` and `person.last_admin`.
 */
export const updatePerson = async (call: Call, id: Id<"person">, input: Input): Promise<PersonView> => {
  const { services, actor, ifMatch } = call;
  if (actor.kind === "anonymous") throw denied();
  if (input.role !== undefined && !can(actor, "person.set_role")) throw denied();
  return viewPerson(
    await changePerson(services, actorRef(actor), { id, ifMatch }, (person) => decide(call, person, input)),
  );
};
