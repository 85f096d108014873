import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/** Gives a ticket to an active member of the staff, whoever had it; else `ticket.invalid_assignee`. */
export const assignTicket = (call: Call, ref: string, assigneeId: Id<"person">): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "assign", assigneeId } });
