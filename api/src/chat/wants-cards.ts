import type { Ticket } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";

/** Nobody works on other tickets any more: cards that they have go on, and new ones are of no use. */
export const wantsCards = (ticket: Ticket): boolean => ticket.deletedAt === null && isOpen(ticket.status);
