import type { TicketView, updateTicketInput } from "@docket/core/contract/ticket";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { changeAndView } from "./change-ticket.ts";

/**
 * Changes what a ticket says. With `ifMatch` only when nobody changed it since that version, else
 * `ticket.stale_version`.
 */
export const updateTicket = (
  call: Call,
  ref: string,
  input: z.output<typeof updateTicketInput>,
  ifMatch: number | null,
): Promise<TicketView> => changeAndView(call, { ref, command: { type: "update", ...input }, ifMatch });
