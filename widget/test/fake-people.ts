import type { Me } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import { clientDeskActions, visitorDeskActions } from "@docket/core/permissions/roles";
import type { Someone } from "./fake-ticket.ts";

/** Whose widget it is: files belong to it until they are sent. */
export const visitorOf = (actor: Someone): Id<"visitor"> | null =>
  actor.kind === "visitor" ? actor.id : actor.kind === "client" ? actor.visitorId : null;

/** Who somebody in a widget is to the desk. */
export const meOf = (actor: Someone, name: string | null, email: string | null): Me =>
  actor.kind === "client"
    ? {
        kind: "client",
        id: actor.id,
        name,
        email,
        role: "client",
        away: false,
        chatNotice: "mention",
        can: [...clientDeskActions],
      }
    : {
        kind: "visitor",
        id: visitorOf(actor) ?? "",
        name: null,
        email: null,
        role: null,
        away: false,
        chatNotice: "mention",
        can: [...visitorDeskActions],
      };
