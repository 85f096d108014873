import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/** Closes a solved ticket for good, or until it is reopened. */
export const closeTicket = (call: Call, ref: string): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "close" } });
