import type { ChatThread } from "@docket/core/chat/platform";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { getTicket } from "../tickets/get-ticket.ts";
import { checkSpeaker } from "./relay-message.ts";
import { isTicketOf } from "./thread-query.ts";
import { unlessOff } from "./unless-off.ts";

/** The ticket whose thread this is, for somebody of that chat; else `resource.not_found`, or `channel.off`. */
export const getThreadTicket = async (call: Call, thread: ChatThread): Promise<TicketView> => {
  checkSpeaker(call, thread.platform);
  return unlessOff(call, thread, () => getTicket(call, isTicketOf(call.services.db, thread)));
};
