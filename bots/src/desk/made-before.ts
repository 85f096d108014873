import { ApiError } from "@docket/api/client";
import type { MadeQuery } from "@docket/core/contract/chat";
import { second } from "@docket/core/time";
import type { DeskCall } from "./desk.ts";
import type { Outcome } from "./outcome.ts";
import { ticketName } from "./ticket-name.ts";

/** So long a form waits for this. Who sends one all the same is told then. */
const patience = second;

/** Says which ticket a message has become already; null when there is none, and when the desk does not say soon. */
export const madeBefore = async ({ api }: DeskCall, message: MadeQuery): Promise<Outcome | null> => {
  try {
    const ticket = await api.request("GET /chat/made-ticket", {
      query: message,
      signal: AbortSignal.timeout(patience),
    });
    const { url } = ticket;
    return { kind: "link", text: `This is already ticket ${ticketName(ticket)}`, label: `Open #${ticket.number}`, url };
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
};
