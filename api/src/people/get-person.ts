import type { PersonView } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { people } from "../db/schema/people.ts";
import { notFound } from "../http/problem.ts";
import { personColumns, viewPerson } from "./person-row.ts";

/** One person; also somebody who was deleted, whom old tickets still name. */
export const getPerson = async ({ services: { db } }: Call, id: Id<"person">): Promise<PersonView> => {
  const [[person]] = await db.read(db.orm.select(personColumns).from(people).where(eq(people.id, id)));
  if (!person) throw notFound("person");
  return viewPerson(person);
};
