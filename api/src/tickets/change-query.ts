import { isStaffRole } from "@docket/core/actor";
import type { Facts } from "@docket/core/tickets/decide";
import type { Ticket } from "@docket/core/tickets/ticket";
import { eq } from "drizzle-orm";
import type { AttachmentRow } from "../attachments/bind.ts";
import { bindable, uploadersOf } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { people } from "../db/schema/people.ts";
import { categories } from "../db/schema/sites.ts";
import { notFound } from "../http/problem.ts";
import type { Change } from "./change-ticket.ts";
import { refCondition } from "./ref-query.ts";
import { selectTickets } from "./select-ticket.ts";
import { toTicket } from "./ticket-row.ts";
import type { TicketPeople } from "./view.ts";

/** What a decision depends on, and what its answer shows. */
export interface Loaded {
  readonly ticket: Ticket;
  readonly people: TicketPeople;
  /** Whether somebody has the ticket who does not work here any more. */
  readonly holderLeft: boolean;
  readonly assignee: Facts["assignee"];
  readonly assigneeName: string | null;
  readonly categoryKnown: boolean;
  readonly files: readonly AttachmentRow[];
}

/** Everything that a decision needs, in one round trip. */
export const loadForChange = async (call: Call, { ref, command, message }: Change): Promise<Loaded> => {
  const { db } = call.services;
  const assigneeId = command.type === "assign" ? command.assigneeId : null;
  const category = command.type === "update" ? command.category : undefined;
  const [rows, staff, known, files] = await db.read(
    selectTickets(db, call.actor, refCondition(ref)),
    assigneeId === null
      ? null
      : db.orm
          .select({ id: people.id, role: people.role, active: people.active, name: people.name })
          .from(people)
          .where(eq(people.id, assigneeId)),
    category === undefined
      ? null
      : db.orm.select({ id: categories.id }).from(categories).where(eq(categories.id, category)),
    message && message.attachmentIds.length > 0 ? bindable(db, uploadersOf(call), message.attachmentIds) : null,
  );
  const row = rows[0];
  if (!row) throw notFound("ticket");
  return {
    ticket: toTicket(row.ticket),
    people: { requester: row.requester, assignee: row.assignee },
    holderLeft: row.assignee !== null && !(row.assignee.active && isStaffRole(row.assignee.role)),
    assignee: staff[0] ?? null,
    assigneeName: staff[0]?.name ?? null,
    categoryKnown: category === undefined || known.length > 0,
    files,
  };
};
