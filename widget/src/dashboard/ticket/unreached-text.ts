import { msg } from "@lit/localize";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Unreached } from "@docket/core/tickets/reach";

/** Why no email goes to whoever asked. */
export const unreachedText = (why: Unreached): string => {
  switch (why) {
    case "deleted":
      return msg("The client was deleted");
    case "switched_off":
      return msg("The client may not sign in");
    case "disowned":
      return msg("Whoever has this address says that it was not them who wrote");
  }
};

/** The same before somebody writes: who gets to read it in spite of that. */
export const whoReads = ({ requester, source }: Pick<TicketView, "requester" | "source">): string => {
  switch (requester.unreached) {
    case null:
      return "";
    case "deleted":
      return msg("Reaches nobody: the client was deleted");
    case "switched_off":
      return msg("No email goes out, as the client may not sign in: they can read it when an admin lets them in again");
    case "disowned":
      return source === "widget"
        ? msg("No email goes out, as whoever has the address says that it was not them: only the widget shows it")
        : msg("No email goes out, as whoever has the address says that it was not them");
  }
};
