import type { Call } from "../context.ts";
import { changeTicket } from "./change-ticket.ts";

/** Deletes a ticket: from now on nobody sees it. */
export const deleteTicket = async (call: Call, ref: string): Promise<void> => {
  await changeTicket(call, { ref, command: { type: "delete" } });
};
