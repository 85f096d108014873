import { expect, test } from "vitest";
import type { TicketCommand } from "../tickets/commands.ts";
import type { Status } from "../tickets/ticket.ts";
import type { MessageAction, TicketAction } from "./actions.ts";
import { requiredActions } from "./required-actions.ts";

test.each<[TicketCommand, readonly (TicketAction | MessageAction)[]]>([
  [{ type: "claim" }, ["ticket.claim"]],
  [{ type: "assign", assigneeId: "per_agent" }, ["ticket.assign"]],
  [{ type: "unassign" }, ["ticket.unassign"]],
  [{ type: "resolve" }, ["ticket.resolve"]],
  [{ type: "close" }, ["ticket.close"]],
  [{ type: "reopen" }, ["ticket.reopen"]],
  [{ type: "cancel" }, ["ticket.cancel"]],
  [{ type: "delete" }, ["ticket.delete"]],
  [{ type: "reply", messageId: "msg_1" }, ["ticket.reply"]],
  [{ type: "note", messageId: "msg_1" }, ["ticket.note"]],
  [{ type: "edit_message", messageId: "msg_1", body: "x" }, ["message.edit"]],
  [{ type: "delete_message", messageId: "msg_1" }, ["message.delete"]],
  [{ type: "update", title: "x" }, ["ticket.update"]],
  [{ type: "update", description: "x" }, ["ticket.update"]],
  [{ type: "update", category: "x" }, ["ticket.update"]],
  [{ type: "update", priority: "low" }, ["ticket.triage"]],
  [{ type: "update", tags: [] }, ["ticket.triage"]],
  [{ type: "update", title: "x", tags: [] }, ["ticket.triage", "ticket.update"]],
  [{ type: "update" }, ["ticket.update"]],
])("%j needs %j", (command, actions) => {
  expect(requiredActions({ status: "in_progress" }, command)).toEqual(actions);
});

test.each<[Status, Status, readonly TicketAction[]]>([
  ["new", "waiting", ["ticket.set_status"]],
  ["assigned", "new", ["ticket.set_status"]],
  ["waiting", "resolved", ["ticket.set_status", "ticket.resolve"]],
  ["resolved", "closed", ["ticket.set_status", "ticket.close"]],
  ["new", "cancelled", ["ticket.set_status", "ticket.cancel"]],
  ["resolved", "new", ["ticket.set_status", "ticket.reopen"]],
  ["closed", "assigned", ["ticket.set_status", "ticket.reopen"]],
])("a step from %s to %s needs %j", (from, status, actions) => {
  expect(requiredActions({ status: from }, { type: "change_status", status })).toEqual(actions);
});
