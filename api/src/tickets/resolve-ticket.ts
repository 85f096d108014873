import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/** Marks a ticket as solved. */
export const resolveTicket = (call: Call, ref: string): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "resolve" } });
