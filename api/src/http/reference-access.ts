import type { DeskAction } from "@docket/core/permissions/actions";
import { deskActions } from "@docket/core/permissions/actions";
import { clientDeskActions, programActions, staffNeeds, visitorDeskActions } from "@docket/core/permissions/roles";

const isDeskAction = (access: string): access is DeskAction => (deskActions as readonly string[]).includes(access);

const staffWords = { agent: "all staff", manager: "managers and admins", admin: "admins" } as const;

const wordsOf = (action: DeskAction): string => {
  const least = staffNeeds[action];
  const who = [
    ...(visitorDeskActions.has(action) ? ["visitors of a widget"] : []),
    ...(clientDeskActions.has(action) ? ["clients"] : []),
    ...(least === null ? [] : [staffWords[least]]),
    ...(programActions.has(action) ? ["bots with a key of the scope chat"] : []),
  ];
  const last = who.pop() ?? "nobody";
  return who.length === 0 ? last : `${who.join(", ")} and ${last}`;
};

/** Who may call a route, in words: taken from the rules themselves. */
export const accessWords = (access: string | undefined): string => {
  if (access === "public") return "Everybody; no session is needed.";
  if (access === undefined || !isDeskAction(access)) {
    return "Everybody with a session. What they may do depends on what it is about; a ticket says so in its field `can`.";
  }
  const words = wordsOf(access);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};
