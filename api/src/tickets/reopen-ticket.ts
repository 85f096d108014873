import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/** Brings a solved or closed ticket back to its assignee, or to the queue. */
export const reopenTicket = (call: Call, ref: string): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "reopen" } });
