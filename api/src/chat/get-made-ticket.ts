import type { MadeQuery, MadeTicket } from "@docket/core/contract/chat";
import type { Call } from "../context.ts";
import { getTicket } from "../tickets/get-ticket.ts";
import { isMadeOf } from "../tickets/origin-query.ts";
import { checkSpeaker } from "./relay-message.ts";

/** The ticket that was made from a message, for somebody of that chat; else `resource.not_found`. */
export const getMadeTicket = async (call: Call, message: MadeQuery): Promise<MadeTicket> => {
  checkSpeaker(call, message.platform);
  const { db, config } = call.services;
  const { id, number, title } = await getTicket(call, isMadeOf(db, message));
  return { id, number, title, url: `${config.baseUrl}/tickets/${number}` };
};
