import type { KeyScope, StaffRole } from "../actor.ts";
import type { Action, DeskAction, MessageAction, TicketAction } from "./actions.ts";

/** The lowest rank of staff that may do each thing; `null` where staff may not do it at all. */
export const staffNeeds: Readonly<Record<Action, StaffRole | null>> = {
  "ticket.read": "agent",
  "ticket.read_history": "agent",
  "ticket.read_internal": "agent",
  "ticket.update": "agent",
  "ticket.triage": "agent",
  "ticket.claim": "agent",
  "ticket.assign": "agent",
  "ticket.unassign": "agent",
  "ticket.set_status": "agent",
  "ticket.resolve": "agent",
  "ticket.close": "manager",
  "ticket.reopen": "agent",
  "ticket.cancel": "agent",
  "ticket.reply": "agent",
  "ticket.note": "agent",
  "ticket.delete": "admin",
  "message.edit": "agent",
  "message.delete": "agent",
  "ticket.open": "agent",
  "ticket.open_for_other": "agent",
  "ticket.list": "agent",
  "attachment.upload": "agent",
  "category.list": "agent",
  "self.read": "agent",
  "self.update": "agent",
  "session.own": "agent",
  "draft.own": "agent",
  "read_mark.own": "agent",
  "person.list": "agent",
  "person.read": "agent",
  "person.update": "admin",
  "person.set_role": "admin",
  "person.delete": "admin",
  "invitation.manage": "admin",
  "site.list": "manager",
  "site.manage": "admin",
  "outbox.manage": "admin",
  "api_key.manage": "admin",
  "integration.manage": "admin",
  "identity_link.own": "agent",
  "chat.link": null,
  "chat.follow": null,
  "live.connect": "agent",
};

/** The lowest rank that may do it with what others of the staff wrote; `null` where it is for the author alone. */
export const staffNeedsForOthers: Readonly<Record<MessageAction, StaffRole | null>> = {
  "message.edit": null,
  "message.delete": "admin",
};

export const rank: Readonly<Record<StaffRole, number>> = { agent: 1, manager: 2, admin: 3 };

/** What a client, or a visitor, may do with a ticket of their own. */
export const ownTicketActions: ReadonlySet<TicketAction> = new Set<TicketAction>([
  "ticket.read",
  "ticket.read_history",
  "ticket.update",
  "ticket.reopen",
  "ticket.cancel",
  "ticket.reply",
]);

/** What a client may do with the desk. */
export const clientDeskActions: ReadonlySet<DeskAction> = new Set<DeskAction>([
  "ticket.open",
  "ticket.list",
  "attachment.upload",
  "category.list",
  "self.read",
  "self.update",
  "session.own",
  "read_mark.own",
  "live.connect",
]);

/** What a visitor may do with the desk: like a client, but there is no person to change. */
export const visitorDeskActions: ReadonlySet<DeskAction> = new Set<DeskAction>([
  "ticket.open",
  "ticket.list",
  "attachment.upload",
  "category.list",
  "self.read",
  "read_mark.own",
  "live.connect",
]);

/** The scope that a key needs for an action; actions that are not here are closed to keys. */
export const keyNeeds: Readonly<Partial<Record<Action, KeyScope>>> = {
  "ticket.read": "tickets:read",
  "ticket.read_history": "tickets:read",
  "ticket.read_internal": "tickets:read",
  "ticket.list": "tickets:read",
  "category.list": "tickets:read",
  "self.read": "tickets:read",
  "ticket.open": "tickets:write",
  "ticket.open_for_other": "tickets:write",
  "ticket.update": "tickets:write",
  "ticket.triage": "tickets:write",
  "ticket.claim": "tickets:write",
  "ticket.assign": "tickets:write",
  "ticket.unassign": "tickets:write",
  "ticket.set_status": "tickets:write",
  "ticket.resolve": "tickets:write",
  "ticket.close": "tickets:write",
  "ticket.reopen": "tickets:write",
  "ticket.cancel": "tickets:write",
  "ticket.reply": "tickets:write",
  "ticket.note": "tickets:write",
  "message.edit": "tickets:write",
  "message.delete": "tickets:write",
  "attachment.upload": "tickets:write",
  "self.update": "chat",
  "person.list": "chat",
  "site.list": "chat",
  "integration.manage": "chat",
  "chat.link": "chat",
  "chat.follow": "chat",
};

/** What a program does in its own name, with nobody behind it. */
export const programActions: ReadonlySet<DeskAction> = new Set<DeskAction>(["chat.link", "chat.follow"]);
