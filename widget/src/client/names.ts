import type { TicketSummary } from "@docket/core/contract/ticket";

/** Whether a ticket, as it is shown, names this person. */
export const names = (
  { requester, assignee }: Pick<TicketSummary, "requester" | "assignee">,
  personId: string,
): boolean => requester.id === personId || assignee?.id === personId;
