import type { TicketView, updateTicketInput } from "@docket/core/contract/ticket";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/**
 * Changes what a ticket says.
 */
export const updateTicket = (call: Call, ref: string, input: z.output<typeof updateTicketInput>): Promise<TicketView> =>
  changeAndView(call, { ref, command: { type: "update", ...input } });
