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
import type { Actor, KeyScope } from "../actor.ts";
import type { DeskAction, MessageDeed, TicketAction } from "./actions.ts";
import { deskActions, messageDeeds, ticketActions } from "./actions.ts";
import type { MessageOwnership } from "./can.ts";
import { can } from "./can.ts";
import { programActions } from "./roles.ts";

const ticket = ticketIn("in_progress");
const inSession = ticketIn("in_progress", { requesterId: "per_new", visitorId: visitor.id });
const anonymous: Actor = { kind: "anonymous" };
/** With the scope `chat` a key that acts for somebody has the others too. */
const botScopes: readonly KeyScope[] = ["chat", "tickets:read", "tickets:write"];

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
    ["a bot", keyOf(null, ["chat"]), []],
    ["a bot for an agent", keyOf(agent, botScopes), ofAgents],
    ["a bot for an admin", keyOf(admin, botScopes), without(ticketActions, "ticket.delete")],
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

describe("with a message", () => {
  const deeds = (actor: Actor, author: MessageOwnership["author"], on = ticket) =>
    messageDeeds.filter((deed) => can(actor, `message.${deed}`, on, { author }));
  const ofAgent = { kind: "staff", id: agent.id } as const;
  const ofKey = { kind: "key", id: "key_bot" } as const;
  const ofDocket = { kind: "system", id: "automation" } as const;
  const ofClient = { kind: "client", id: client.id } as const;
  const ofVisitor = { kind: "visitor", id: visitor.id } as const;

  test.each<[string, Actor, MessageOwnership["author"], readonly MessageDeed[]]>([
    ["nobody in particular, of staff", anonymous, ofAgent, []],
    ["its author", agent, ofAgent, ["edit", "delete"]],
    ["its author through a key", keyOf(agent), ofAgent, ["edit", "delete"]],
    ["its author through a bot", keyOf(agent, botScopes), ofAgent, ["edit", "delete"]],
    ["its author through a key that reads", keyOf(agent, ["tickets:read"]), ofAgent, []],
    ["its author through a key that cannot read", keyOf(agent, ["tickets:write"]), ofAgent, []],
    ["another agent", otherAgent, ofAgent, []],
    ["a manager, of an agent", manager, ofAgent, []],
    ["an admin, of an agent", admin, ofAgent, ["delete"]],
    ["an admin through a bot, of an agent", keyOf(admin, botScopes), ofAgent, ["delete"]],
    ["an admin, of a key", admin, ofKey, ["delete"]],
    ["an admin, of Docket", admin, ofDocket, ["delete"]],
    ["an admin, of a client", admin, ofClient, []],
    ["an admin, of a visitor", admin, ofVisitor, []],
    ["a key, of its own", keyOf(null), ofKey, ["edit", "delete"]],
    ["a key, of another one", keyOf(null), { kind: "key", id: "key_other" }, []],
    ["a key of nobody's, of staff", keyOf(null), ofAgent, []],
    ["an agent, of the key that acts for them", agent, ofKey, []],
    ["a bot in its own name", keyOf(null, ["chat"]), ofAgent, []],
    ["a client, of their own", client, ofClient, []],
    ["a client, of staff", client, ofAgent, []],
    ["a client who has the same id as staff", { ...client, id: agent.id }, ofAgent, []],
    ["Docket, of its own", system, ofDocket, ["edit", "delete"]],
    ["Docket, of staff", system, ofAgent, []],
  ])("%s may do this much", (_, actor, author, expected) => {
    expect(deeds(actor, author)).toEqual(expected);
  });

  test("a visitor may do nothing, not even with what they wrote", () => {
    expect(deeds(visitor, ofVisitor, inSession)).toEqual([]);
  });

  test("nobody may do anything once the ticket is deleted, or without the message", () => {
    expect(deeds(agent, ofAgent, ticketIn("in_progress", { deletedAt: 1 }))).toEqual([]);
    expect(can(agent, "message.edit", ticket, null)).toBe(false);
    expect(can(admin, "message.delete", ticket, null)).toBe(false);
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
    "session.own",
    "read_mark.own",
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
    "session.own",
    "draft.own",
    "read_mark.own",
    "person.list",
    "person.read",
    "identity_link.own",
    "live.connect",
  ];
  const ofKeys: readonly DeskAction[] = [
    "ticket.open",
    "ticket.open_for_other",
    "ticket.list",
    "attachment.upload",
    "category.list",
    "self.read",
  ];

  const inOrder = (...actions: readonly DeskAction[]) => deskActions.filter((action) => actions.includes(action));
  const ofBots = inOrder(...ofKeys, "self.update", "person.list", "chat.link", "chat.follow");

  test.each<[string, Actor, readonly DeskAction[]]>([
    ["nobody in particular", anonymous, []],
    ["a visitor", visitor, without(ofClients, "self.update", "session.own")],
    ["a client", client, ofClients],
    ["an agent", agent, ofStaff],
    ["a manager", manager, deskActions.filter((action) => ofStaff.includes(action) || action === "site.list")],
    ["an admin", admin, without(deskActions, ...programActions)],
    ["a key", keyOf(null), ofKeys],
    ["a key for an admin", keyOf(admin), ofKeys],
    ["a key that reads", keyOf(admin, ["tickets:read"]), ["ticket.list", "category.list", "self.read"]],
    ["a key without scopes", keyOf(admin, []), []],
    ["a bot", keyOf(null, ["chat"]), ["chat.link", "chat.follow"]],
    ["a bot with every scope", keyOf(null, botScopes), [...ofKeys, "chat.link", "chat.follow"]],
    ["a bot for an agent", keyOf(agent, botScopes), ofBots],
    ["a bot for a manager", keyOf(manager, botScopes), inOrder(...ofBots, "site.list")],
    ["a bot for an admin", keyOf(admin, botScopes), inOrder(...ofBots, "site.list", "integration.manage")],
  ])("%s may do this much", (_, actor, actions) => {
    expect(desk(actor)).toEqual(actions);
  });

  test("keys and the links that let them act are of people in person", () => {
    for (const action of [
      "api_key.manage",
      "identity_link.own",
      "session.own",
      "draft.own",
      "read_mark.own",
    ] as const) {
      expect(can(admin, action)).toBe(true);
      expect(can(keyOf(admin, botScopes), action)).toBe(false);
    }
  });
});
