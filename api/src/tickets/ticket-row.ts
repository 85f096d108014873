import type { Priority, Ticket } from "@docket/core/tickets/ticket";
import { priorities } from "@docket/core/tickets/ticket";
import type { tickets } from "../db/schema/tickets.ts";

export type TicketRow = typeof tickets.$inferSelect;

/** The place of a priority in the order of urgency, which is what the database keeps. */
export const rankOf = (priority: Priority): number => priorities.indexOf(priority);

export const toTicket = (row: TicketRow): Ticket => ({ ...row, priority: priorities[row.priority] ?? "normal" });

export const toRow = (ticket: Ticket): TicketRow => ({ ...ticket, priority: rankOf(ticket.priority) });
