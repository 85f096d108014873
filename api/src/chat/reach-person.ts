import type { PostedCard } from "@docket/core/chat/card";
import type { ChannelAccess } from "../integrations/chat-board.ts";
import { owe } from "../outbox/owe.ts";
import type { Services } from "../services.ts";
import type { FoundCard } from "./card-query.ts";
import type { ChatLine } from "./chat-line.ts";
import { isGone } from "./chat-line.ts";
import { readNotice, settleNotice } from "./notice-query.ts";

export type Thread = readonly [channel: ChannelAccess, posted: PostedCard];
export type KeptNotice = FoundCard["notices"][number];

/** Whether a mention in the thread reaches whom a notice is for. Where none does, it is owed that they are told directly. */
export const reaches = async (
  services: Services,
  line: ChatLine,
  { ticket, integration }: FoundCard,
  thread: Thread,
  { cardId, messageId, seq, shown }: KeptNotice,
): Promise<boolean> => {
  const { userId, reason, personId } = readNotice(shown);
  if (userId === null || personId === undefined) return true;
  try {
    if (await line.ask((board, signal) => board.reaches(...thread, userId, signal))) return true;
  } catch (error) {
    if (!isGone(error)) throw error;
    // What is sent next finds that out, too.
    return true;
  }
  const tell = {
    type: "chat.tell",
    ticketId: ticket.id,
    personId,
    seq,
    reason,
    directly: integration.platform,
  } as const;
  await services.db.write(settleNotice(services.db, { cardId, messageId }, null), owe(services, [tell]));
  return false;
};
