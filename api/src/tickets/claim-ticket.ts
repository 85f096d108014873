import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/** Takes a ticket that nobody has. Of several who try at once one wins; the others get `ticket.already_claimed` with the winner's name. */
export const claimTicket = (call: Call, ref: string): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "claim" } });
