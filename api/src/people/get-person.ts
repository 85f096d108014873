import type { PersonView } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { viewPerson } from "./person-row.ts";
import { personById } from "./select-person.ts";

/** One person; also somebody who was deleted, whom old tickets still name. */
export const getPerson = async ({ services: { db } }: Call, id: Id<"person">): Promise<PersonView> => {
  const [[person]] = await db.read(personById(db, id));
  if (!person) throw notFound("person");
  return viewPerson(person);
};
