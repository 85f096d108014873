import type { Id } from "@docket/core/ids";
import type { OwedOf } from "../outbox/owe.ts";

/** The Message-ID of a letter, without angle brackets: what it speaks of, at the desk's host. */
export const messageIdOf = (baseUrl: string, subject: string): string => `${subject}@${new URL(baseUrl).hostname}`;

/** The Message-ID of the first letter about a ticket, with which its thread begins. */
export const rootMessageId = (baseUrl: string, ticketId: Id<"ticket">): string => messageIdOf(baseUrl, `${ticketId}.1`);

/**
 * The Message-ID of the letter about one event of a ticket. It counts what the client knows of: the number among all
 * events would tell how many notes there are. Letters that were owed before it was so are known by that number, which is
 * why this one has a letter before it: the same digits are another letter.
 */
export const updateMessageId = (
  baseUrl: string,
  { ticketId, seq, publicSeq }: Pick<OwedOf<"email.send_update">, "ticketId" | "seq" | "publicSeq">,
): string => {
  if (seq === 1) return rootMessageId(baseUrl, ticketId);
  return messageIdOf(baseUrl, publicSeq === undefined ? `${ticketId}.${seq}` : `${ticketId}.p${publicSeq}`);
};
