import { describe, expect, test } from "vitest";
import {
  admin,
  agent,
  client,
  keyOf,
  manager,
  otherAgent,
  otherClient,
  system,
  ticketIn,
  visitor,
} from "../../test/sample.ts";
import type { Actor } from "../actor.ts";
import type { DeskAction, TicketAction } from "./actions.ts";
import { deskActions, ticketActions } from "./actions.ts";
import { can } from "./can.ts";

const ticket = ticketIn("in_progress");
const inSession = ticketIn("in_progress", { requesterId: "per_new", visitorId: visitor.id });
const anonymous: Actor = { kind: "anonymous" };

const own: readonly TicketAction[] = [
  "ticket.read",
  "ticket.read_history",
  "ticket.update",
  "ticket.reopen",
  "ticket.cancel",
  "ticket.reply",
];
const without = <T>(list: readonly T[], ...gone: readonly T[]): readonly T[] =>
  list.filter((item) => !gone.includes(item));
const ofAgents = without(ticketActions, "ticket.close", "ticket.delete");

const actionsOn = (actor: Actor, on = ticket): readonly TicketAction[] =>
  ticketActions.filter((action) => can(actor, action, on));
const desk = (actor: Actor): readonly DeskAction[] => deskActions.filter((action) => can(actor, action));

describe("with a ticket", () => {
  test.each<[string, Actor, readonly TicketAction[]]>([
    ["nobody in particular", anonymous, []],
    ["a visitor with somebody's ticket", visitor, []],
    ["another client", otherClient, []],
    ["its client", client, own],
    ["an agent", agent, ofAgents],
    ["an agent who does not have it", otherAgent, ofAgents],
    ["a manager", manager, without(ticketActions, "ticket.delete")],
    ["an admin", admin, ticketActions],
    ["a key", keyOf(null), without(ofAgents, "ticket.claim")],
    ["a key for an agent", keyOf(agent), ofAgents],
    ["a key for a manager", keyOf(manager), without(ticketActions, "ticket.delete")],
    ["a key for an admin", keyOf(admin), without(ticketActions, "ticket.delete")],
    [
      "a key that reads",
      keyOf(admin, ["tickets:read"]),
      ["ticket.read", "ticket.read_history", "ticket.read_internal"],
    ],
    ["a key that cannot read", keyOf(admin, ["tickets:write"]), []],
    ["a key without scopes", keyOf(admin, []), []],
    ["Docket", system, without(ticketActions, "ticket.claim")],
  ])("%s may do this much", (_, actor, actions) => {
    expect(actionsOn(actor)).toEqual(actions);
  });

  test("a visitor may do with what they opened what a client may", () => {
    expect(actionsOn(visitor, inSession)).toEqual(own);
    expect(actionsOn({ ...visitor, id: "vis_other" }, inSession)).toEqual([]);
  });

  test("a client keeps what they opened before their address was proven", () => {
    expect(actionsOn({ ...otherClient, visitorId: visitor.id }, inSession)).toEqual(own);
    expect(actionsOn(otherClient, inSession)).toEqual([]);
  });

  test("a client by a widget session has no right to tickets that came by none", () => {
    expect(actionsOn({ ...otherClient, visitorId: visitor.id }, ticket)).toEqual([]);
  });

  test("nobody may do anything once it is deleted", () => {
    const deleted = ticketIn("in_progress", { deletedAt: 1, visitorId: visitor.id });
    const everybody = [anonymous, visitor, client, agent, manager, admin, keyOf(null), keyOf(admin), system];
    expect(everybody.flatMap((actor) => actionsOn(actor, deleted))).toEqual([]);
  });
});

describe("with the desk", () => {
  const ofClients: readonly DeskAction[] = [
    "ticket.open",
    "ticket.list",
    "attachment.upload",
    "category.list",
    "self.read",
    "self.update",
    "live.connect",
  ];
  const ofStaff: readonly DeskAction[] = [
    "ticket.open",
    "ticket.open_for_other",
    "ticket.list",
    "attachment.upload",
    "category.list",
    "self.read",
    "self.update",
    "person.list",
    "person.read",
    "live.connect",
  ];

  test.each<[string, Actor, readonly DeskAction[]]>([
    ["nobody in particular", anonymous, []],
    ["a visitor", visitor, without(ofClients, "self.update")],
    ["a client", client, ofClients],
    ["an agent", agent, ofStaff],
    ["a manager", manager, deskActions.filter((action) => ofStaff.includes(action) || action === "site.list")],
    ["an admin", admin, deskActions],
    [
      "a key for an admin",
      keyOf(admin),
      ["ticket.open", "ticket.open_for_other", "ticket.list", "attachment.upload", "category.list", "self.read"],
    ],
    ["a key that reads", keyOf(admin, ["tickets:read"]), ["ticket.list", "category.list", "self.read"]],
    ["a key without scopes", keyOf(admin, []), []],
  ])("%s may do this much", (_, actor, actions) => {
    expect(desk(actor)).toEqual(actions);
  });
});
