import { actingStaff, actorRef } from "@docket/core/actor";
import type { Me, UpdateMeInput } from "@docket/core/contract/person";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import { changePerson } from "./change-person.ts";
import { viewMe } from "./get-me.ts";
import { happeningsBetween } from "./happenings.ts";

const staffOnly = () =>
  problem("permission.denied", "Only staff may set this.", [{ field: "away", message: "is for staff" }]);

/** Changes what the caller is called, and whether they take new tickets: they say so themselves, also in a chat. */
export const updateMe = async ({ services, actor, identity }: Call, input: UpdateMeInput): Promise<Me> => {
  if (actor.kind === "anonymous" || identity === null) throw denied();
  if (input.away !== undefined && actingStaff(actor) === null) throw staffOnly();
  const { name, away } = await changePerson(services, actorRef(actor), { id: identity.id }, (person) => {
    const after = { ...person, name: input.name ?? person.name, away: input.away ?? person.away };
    const happenings = happeningsBetween(person, after);
    return happenings.length === 0 ? null : { after, happenings };
  });
  return viewMe(actor, { ...identity, name, away });
};
