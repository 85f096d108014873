import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/** Withdraws an open ticket. */
export const cancelTicket = (call: Call, ref: string): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "cancel" } });
