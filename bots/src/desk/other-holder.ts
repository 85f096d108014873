import { ApiError } from "@docket/api/client";
import type { TicketView } from "@docket/core/contract/ticket";
import type { DeskCall } from "./desk.ts";

/** The id of whoever asks; null when the desk does not say. */
export const whoAsks = async ({ api }: DeskCall): Promise<string | null> => {
  try {
    return (await api.request("GET /me")).id;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
};

/** Says who has a ticket to somebody who wrote in it and does not: it may have been given to them meanwhile. */
export const otherHolder = ({ assignee }: TicketView, me: string | null): string =>
  assignee === null || me === null || assignee.id === me ? "" : ` ${assignee.name} has this ticket.`;
