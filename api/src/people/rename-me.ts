import { actorRef } from "@docket/core/actor";
import type { Me, UpdateMeInput } from "@docket/core/contract/person";
import type { Call } from "../context.ts";
import { denied } from "../http/problem.ts";
import { changePerson } from "./change-person.ts";
import { viewMe } from "./get-me.ts";

/** Changes what the caller is called. */
export const renameMe = async ({ services, actor, identity }: Call, { name }: UpdateMeInput): Promise<Me> => {
  if (actor.kind === "anonymous" || identity === null) throw denied();
  await changePerson(services, actorRef(actor), { id: identity.id }, (person) =>
    person.name === name
      ? null
      : {
          after: { ...person, name },
          happenings: [{ type: "person.renamed", data: { name: { from: person.name, to: name } } }],
          endsSessions: false,
        },
  );
  return viewMe(actor, { ...identity, name });
};
