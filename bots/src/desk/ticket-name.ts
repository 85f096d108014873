import type { TicketView } from "@docket/core/contract/ticket";

/** What tells people which ticket is meant. */
export const ticketName = ({ number, title }: Pick<TicketView, "number" | "title">): string => `#${number} ${title}`;

/** As people write it, with the marks that come between and behind its digits: `#1002`, `1,002`, `1 002.`, `01002`. */
const typed = /^#?(\d{1,3}(?:[,.'’\s]\d{3})+|\d+)[.,;:!?)]*$/;
const address = /^<?https?:\/\/[^\s|>]+\/tickets\/(\d+)\/?(?:[?#][^\s|>]*)?(?:\|[^>]*)?>?$/i;

/** The digits of the number that a text is, or that the address of a ticket ends with; null when it is neither. */
export const readNumber = (text: string): string | null => {
  const found = (typed.exec(text.trim()) ?? address.exec(text.trim()))?.[1] ?? "";
  return /^0*([1-9]\d{0,9})$/.exec(found.replaceAll(/\D/g, ""))?.[1] ?? null;
};

/** The number in such a name, or in what somebody typed for a ticket; null when there is none. */
export const numberIn = (name: string | undefined): number | null => {
  const text = name?.trim() ?? "";
  const digits = readNumber(text) ?? /^#?([1-9]\d{0,9})(?=\s)/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
};

/** A reason that says which ticket it is about. */
export const numbered = (number: number | null, reason: string): string =>
  number === null || new RegExp(`#${number}\\b`).test(reason) ? reason : `#${number}: ${reason}`;
