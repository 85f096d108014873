import type { TicketView } from "@docket/core/contract/ticket";
import type { Status } from "@docket/core/tickets/ticket";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/** Moves a ticket to another status of its lifecycle; else `ticket.invalid_transition`. */
export const changeStatus = (call: Call, ref: string, status: Status): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "change_status", status } });
