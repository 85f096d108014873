import type { TicketView } from "@docket/core/contract/ticket";

/** What tells people which ticket is meant. */
export const ticketName = ({ number, title }: Pick<TicketView, "number" | "title">): string => `#${number} ${title}`;

/** The number in such a name, or in what somebody typed for a ticket; null when there is none. */
export const numberIn = (name: string | undefined): number | null => {
  const digits = /^#?([1-9]\d{0,9})(?!\w)/.exec(name?.trim() ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
};

/** A reason that says which ticket it is about. */
export const numbered = (number: number | null, reason: string): string =>
  number === null || new RegExp(`#${number}\\b`).test(reason) ? reason : `#${number}: ${reason}`;
