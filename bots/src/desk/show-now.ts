import { ApiError } from "@docket/api/client";
import type { CardView } from "@docket/core/chat/card";
import type { Id } from "@docket/core/ids";
import { idPattern } from "@docket/core/ids";
import type { DeskCall } from "./desk.ts";

/** An answer to one press can be changed a few times only: https://docs.slack.dev/interactivity/handling-user-interaction. */
const most = 3;

const isId = (ref: string): ref is Id<"ticket"> => idPattern("ticket").test(ref);

/**
 * Has the card that somebody pressed something on show the ticket as it is now, whatever waits to be sent to the channel.
 * What changed while it was put there is put there, too: the desk may have shown that before. Where this does not work
 * the desk shows it a little later.
 */
export const showNow = async (
  { api }: DeskCall,
  ticketId: string | undefined,
  put: (card: CardView) => Promise<unknown>,
): Promise<void> => {
  if (ticketId === undefined || !isId(ticketId)) return;
  try {
    for (let shown = "", puts = 0; puts < most; puts++) {
      const card = await api.request("GET /chat/card", { query: { ticketId } });
      const present = JSON.stringify(card);
      if (present === shown) return;
      await put(card);
      shown = present;
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
};
