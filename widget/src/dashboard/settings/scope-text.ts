import type { KeyScope } from "@docket/core/actor";
import { msg } from "@lit/localize";

/** What a key with this scope is for, in two words. */
export const scopeText = (scope: KeyScope): string => {
  switch (scope) {
    case "tickets:read":
      return msg("Read tickets");
    case "tickets:write":
      return msg("Change tickets");
    case "chat":
      return msg("Run bots");
  }
};

/** What a key with this scope may do. */
export const scopeHint = (scope: KeyScope): string => {
  switch (scope) {
    case "tickets:read":
      return msg("Lists, searches and reads all tickets, with their notes.");
    case "tickets:write":
      return msg("Opens, answers and changes tickets, in its own name.");
    case "chat":
      return msg("Acts in Slack or Discord for staff who linked their accounts, as far as they may themselves.");
  }
};
