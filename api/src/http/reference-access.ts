import type { DeskAction } from "@docket/core/permissions/actions";
import { deskActions } from "@docket/core/permissions/actions";
import { can } from "@docket/core/permissions/can";
import {
  clientDeskActions,
  keyNeeds,
  programActions,
  staffNeeds,
  visitorDeskActions,
} from "@docket/core/permissions/roles";

const isDeskAction = (access: string): access is DeskAction => (deskActions as readonly string[]).includes(access);

const key = { kind: "key", id: "key_any", onBehalfOf: null, platform: null } as const;

const staffWords = { agent: "all staff", manager: "managers and admins", admin: "admins" } as const;

/** Which keys may do it with nobody behind them. */
const keyWords = (action: DeskAction): readonly string[] => {
  const scope = keyNeeds[action];
  if (scope === undefined || !can({ ...key, scopes: [scope] }, action)) return [];
  return [programActions.has(action) ? `bots with a key of the scope ${scope}` : `keys with the scope ${scope}`];
};

const wordsOf = (action: DeskAction): string => {
  const least = staffNeeds[action];
  const who = [
    ...(visitorDeskActions.has(action) ? ["visitors of a widget"] : []),
    ...(clientDeskActions.has(action) ? ["clients"] : []),
    ...(least === null ? [] : [staffWords[least]]),
    ...keyWords(action),
  ];
  const last = who.pop() ?? "nobody";
  return who.length === 0 ? last : `${who.join(", ")} and ${last}`;
};

/** Who may call a route, in words: taken from the rules themselves. */
export const accessWords = (access: string | undefined): string => {
  if (access === "public") return "Everybody; no session is needed.";
  if (access === undefined || !isDeskAction(access)) {
    return "Everybody with a session, or a key with a scope for it. What they may do depends on what it is about; a ticket says so in its field `can`.";
  }
  const words = wordsOf(access);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};
