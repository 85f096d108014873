import type { Id } from "@docket/core/ids";

/** The Message-ID of a letter, without angle brackets: what it speaks of, at the desk's host. */
export const messageIdOf = (baseUrl: string, subject: string): string => `${subject}@${new URL(baseUrl).hostname}`;

/** The Message-ID of the letter about one event of a ticket. */
export const updateMessageId = (baseUrl: string, ticketId: Id<"ticket">, seq: number): string =>
  messageIdOf(baseUrl, `${ticketId}.${seq}`);
