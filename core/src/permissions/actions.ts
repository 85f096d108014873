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

/** What can be done with a message of a ticket. */
export const messageDeeds = ["edit", "delete"] as const;

export type MessageDeed = (typeof messageDeeds)[number];

export type MessageAction = `message.${MessageDeed}`;

/** What can be done with the desk itself. */
export const deskActions = [
  "ticket.open",
  "ticket.open_for_other",
  "ticket.list",
  "attachment.upload",
  "category.list",
  "self.read",
  "self.update",
  "session.own",
  "draft.own",
  "read_mark.own",
  "person.list",
  "person.read",
  "person.update",
  "person.set_role",
  "person.delete",
  "invitation.manage",
  "site.list",
  "site.manage",
  "outbox.manage",
  "api_key.manage",
  "integration.manage",
  "identity_link.own",
  "chat.link",
  "chat.follow",
  "live.connect",
] as const;

export type DeskAction = (typeof deskActions)[number];

export type Action = TicketAction | MessageAction | DeskAction;
