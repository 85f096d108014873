import { isStaffRole } from "@docket/core/actor";
import { chatUserKey } from "@docket/core/chat/platform";
import type { PersonView } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { idPattern } from "@docket/core/ids";
import type { DeskCall } from "./desk.ts";
import { Refusal } from "./outcome.ts";

const isId = idPattern("person");
const listed = 6;

/** Active staff whose name or address begins with these words; everybody when there are none. */
export const searchStaff = async (call: DeskCall, words: string, limit: number): Promise<readonly PersonView[]> => {
  const q = words.trim();
  const query = { role: "staff", active: "true", limit, ...(q ? { q } : {}) } as const;
  return (await call.api.request("GET /people", { query })).items;
};

const only = (words: string, found: readonly PersonView[]): Id<"person"> => {
  const exact = found.filter(({ name, email }) =>
    [name, email].some((one) => one.toLowerCase() === words.toLowerCase()),
  );
  const [person, another] = exact.length > 0 ? exact : found;
  if (!person) throw new Refusal(`No one on the staff is called “${words}”.`);
  if (!another) return person.id;
  const names = found.map(({ name, email }) => `${name} (${email})`).join(", ");
  throw new Refusal(`“${words}” fits several people: ${names}. Please say who.`);
};

/** Somebody of the staff by id, `me`, a mention of the chat, or words of their name or address. Throws `Refusal`. */
export const findStaff = async (call: DeskCall, text: string): Promise<Id<"person">> => {
  const words = text.trim().replace(/^@/, "").replaceAll(/\s+/g, " ");
  if (isId.test(words)) return words as Id<"person">;
  if (words.toLowerCase() === "me") return (await call.api.request("GET /me")).id as Id<"person">;
  const mentioned = /^<@!?([A-Za-z0-9]+)(?:\|[^>]*)?>$/.exec(text.trim())?.[1];
  if (mentioned === undefined) return only(words, await searchStaff(call, words, listed));
  const chatUser = chatUserKey({ ...call.user, userId: mentioned });
  const [person] = (await call.api.request("GET /people", { query: { chatUser } })).items;
  if (!person) throw new Refusal("They are not linked to Docket yet: /ticket link does that.");
  if (!isStaffRole(person.role)) throw new Refusal(`${person.name} is not on the staff, so they cannot have tickets.`);
  if (!person.active) throw new Refusal(`${person.name} may not sign in any more, so they cannot have tickets.`);
  return person.id;
};
