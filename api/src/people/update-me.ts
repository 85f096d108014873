import { actingStaff, actorRef } from "@docket/core/actor";
import type { Me, UpdateMeInput } from "@docket/core/contract/person";
import { fieldError } from "@docket/core/field-errors";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import { changePerson } from "./change-person.ts";
import { viewMe } from "./get-me.ts";
import { happeningsBetween } from "./happenings.ts";

const ofStaff = ["away", "chatNotice"] as const;

const checkStaff = (call: Call, input: UpdateMeInput): void => {
  const field = ofStaff.find((name) => input[name] !== undefined);
  if (field === undefined || actingStaff(call.actor) !== null) return;
  throw problem("permission.denied", "Only staff may set this.", [fieldError(field, "staff_only")]);
};

/**
 * Changes what the caller is called, whether they take new tickets, and how they are told of theirs in a chat: they say
 * so themselves, also in a chat.
 */
export const updateMe = async (call: Call, input: UpdateMeInput): Promise<Me> => {
  const { services, actor, identity } = call;
  if (actor.kind === "anonymous" || identity === null) throw denied();
  checkStaff(call, input);
  const changed = await changePerson(services, actorRef(actor), { id: identity.id }, (person) => {
    const { name = person.name, away = person.away, chatNotice = person.chatNotice } = input;
    const after = { ...person, name, away, chatNotice };
    const happenings = happeningsBetween(person, after);
    return happenings.length === 0 ? null : { after, happenings };
  });
  const { name, away, chatNotice } = changed;
  return viewMe(actor, { ...identity, name, away, chatNotice });
};
