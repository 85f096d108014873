import { may } from "./permissions.ts";
import type { Person } from "./person.ts";
import type { Guild, Message } from "./world.ts";

/** What the bot called somebody to in a server: messages that name them where they look, oldest first. */
export const calledIn = ({ channels, members }: Guild, { id }: Pick<Person, "id">): readonly Message[] => {
  const member = members.get(id);
  if (!member) return [];
  return [...channels.values()]
    .filter((channel) => may(channel, member, "ViewChannel"))
    .flatMap(({ messages }) => [...messages.values()])
    .filter(({ pings, onlyFor }) => onlyFor === null && (pings.everyone || pings.users.includes(id)));
};

/** Everybody whom messages of a server call; nobody but who is meant to be. */
export const everybodyCalled = ({ channels }: Guild): readonly string[] =>
  [...channels.values()]
    .flatMap(({ messages }) => [...messages.values()])
    .flatMap(({ pings }) => [...pings.users, ...pings.roles, ...(pings.everyone ? ["everyone"] : [])]);
