/** What can be done with a ticket. */
export const ticketActions = [
  "ticket.read",
  "ticket.read_history",
  "ticket.read_internal",
  "ticket.update",
  "ticket.triage",
  "ticket.claim",
  "ticket.assign",
  "ticket.unassign",
  "ticket.set_status",
  "ticket.resolve",
  "ticket.close",
  "ticket.reopen",
  "ticket.cancel",
  "ticket.reply",
  "ticket.note",
  "ticket.delete",
] as const;

export type TicketAction = (typeof ticketActions)[number];

/** What can be done with the desk itself. */
export const deskActions = [
  "ticket.open",
  "ticket.open_for_other",
  "ticket.list",
  "attachment.upload",
  "category.list",
  "self.read",
  "self.update",
  "person.list",
  "person.read",
  "person.update",
  "person.set_role",
  "person.delete",
  "invitation.manage",
  "site.list",
  "site.manage",
  "outbox.manage",
  "live.connect",
] as const;

export type DeskAction = (typeof deskActions)[number];

export type Action = TicketAction | DeskAction;
