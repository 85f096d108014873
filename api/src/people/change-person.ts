import type { Id } from "@docket/core/ids";
import type { ActorRef } from "@docket/core/actor";
import { notFound, problem } from "../http/problem.ts";
import type { Services } from "../services.ts";
import type { PersonRow } from "./person-row.ts";
import { livingPerson } from "./select-person.ts";
import type { PersonChange } from "./store.ts";
import { commitPerson } from "./store.ts";

const mostAttempts = 5;

const stale = () =>
  problem("person.stale_version", "Somebody changed this person in the meantime. Look again, then repeat your change.");

/**
 * Changes a person: load, decide, commit; again while others are faster. `decide` gives null when there
 * is nothing to change. Somebody who was deleted is not there any more.
 */
export const changePerson = async (
  services: Services,
  actor: ActorRef,
  { id, ifMatch = null }: { readonly id: Id<"person">; readonly ifMatch?: number | null },
  decide: (person: PersonRow) => Omit<PersonChange, "before"> | null,
): Promise<PersonRow> => {
  const { db } = services;
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const [[person]] = await db.read(livingPerson(db, id));
    if (!person) throw notFound("person");
    if (ifMatch !== null && ifMatch !== person.version) throw stale();
    const change = decide(person);
    if (change === null) return person;
    const changed = await commitPerson(services, actor, { ...change, before: person });
    if (changed) return changed;
  }
  throw stale();
};
