import type { Actor } from "@docket/core/actor";
import type { Source } from "@docket/core/tickets/ticket";

/** Which surface an actor's words come from. */
export const sourceOf = (actor: Actor): Source => {
  switch (actor.kind) {
    case "visitor":
      return "widget";
    case "client":
      return actor.siteId === null ? "dashboard" : "widget";
    case "staff":
      return "dashboard";
    case "key":
      return actor.platform ?? "api";
    default:
      return "api";
  }
};
