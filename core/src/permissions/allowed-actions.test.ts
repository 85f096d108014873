import { describe, expect, test } from "vitest";
import {
  admin,
  agent,
  client,
  keyOf,
  manager,
  now,
  otherAgent,
  otherClient,
  reopenWindow,
  system,
  ticketIn,
} from "../../test/sample.ts";
import type { Actor } from "../actor.ts";
import type { Message } from "../tickets/message.ts";
import type { Status, Ticket } from "../tickets/ticket.ts";
import type { TicketAction } from "./actions.ts";
import { allowedActions, allowedDeeds, nextStatuses } from "./allowed-actions.ts";

const moment = { now, reopenWindow };
const reads: readonly TicketAction[] = ["ticket.read", "ticket.read_history"];

describe("a client is offered", () => {
  test.each<[Status, readonly TicketAction[]]>([
    ["new", ["ticket.update", "ticket.cancel", "ticket.reply"]],
    ["waiting", ["ticket.update", "ticket.cancel", "ticket.reply"]],
    ["resolved", ["ticket.reopen", "ticket.reply"]],
    ["closed", ["ticket.reopen", "ticket.reply"]],
    ["cancelled", []],
  ])("what works when it is %s", (status, actions) => {
    expect(allowedActions(client, ticketIn(status), moment)).toEqual([...reads, ...actions]);
    expect(nextStatuses(client, ticketIn(status), moment)).toEqual([]);
  });

  test("nothing but reading when it was closed too long ago", () => {
    const late = { reopenWindow, now: now + 2 * reopenWindow };
    expect(allowedActions(client, ticketIn("closed"), late)).toEqual(reads);
  });

  test("nothing of somebody else's", () => {
    expect(allowedActions(otherClient, ticketIn("new"), moment)).toEqual([]);
    expect(allowedActions({ kind: "anonymous" }, ticketIn("new"), moment)).toEqual([]);
  });
});

test.each<[string, Actor, Ticket, readonly Status[]]>([
  ["an agent, new", agent, ticketIn("new"), ["in_progress", "waiting", "resolved", "cancelled"]],
  ["an agent, assigned", agent, ticketIn("assigned"), ["in_progress", "waiting", "resolved", "cancelled"]],
  ["an agent, in progress with nobody", agent, ticketIn("in_progress"), ["waiting", "resolved", "cancelled"]],
  [
    "an agent, in progress with somebody",
    agent,
    ticketIn("in_progress", { assigneeId: agent.id }),
    ["assigned", "waiting", "resolved", "cancelled"],
  ],
  ["an agent, solved", agent, ticketIn("resolved"), ["new"]],
  ["a manager, solved", manager, ticketIn("resolved"), ["new", "closed"]],
  ["a manager, solved by somebody", manager, ticketIn("resolved", { assigneeId: agent.id }), ["assigned", "closed"]],
  ["an admin, cancelled", admin, ticketIn("cancelled"), []],
])("statuses for %s", (_, actor, ticket, expected) => {
  expect(nextStatuses(actor, ticket, moment)).toEqual(expected);
});

test("claiming is offered until somebody has it", () => {
  const offered = (actor: Actor, ticket: Ticket) => allowedActions(actor, ticket, moment).includes("ticket.claim");
  expect(offered(agent, ticketIn("new"))).toBe(true);
  expect(offered(keyOf(agent), ticketIn("new"))).toBe(true);
  expect(offered(agent, ticketIn("assigned"))).toBe(false);
  expect(offered(otherAgent, ticketIn("assigned"))).toBe(false);
  expect(offered(agent, ticketIn("resolved"))).toBe(false);
  expect(offered(keyOf(null), ticketIn("new"))).toBe(false);
  expect(offered(system, ticketIn("new"))).toBe(false);
});

describe("with a message is offered", () => {
  const message = { id: "msg_1", kind: "reply", author: agent, body: "Hello", deletedAt: null } as const;
  const offered = (actor: Actor, ticket: Ticket, changes: Partial<Message> = {}) =>
    allowedDeeds(actor, ticket, { ...message, ...changes }, moment);

  test("to its author both, to an admin that it is deleted, to others nothing", () => {
    expect(offered(agent, ticketIn("new"))).toEqual(["edit", "delete"]);
    expect(offered(keyOf(agent), ticketIn("new"))).toEqual(["edit", "delete"]);
    expect(offered(admin, ticketIn("new"))).toEqual(["delete"]);
    expect(offered(otherAgent, ticketIn("new"))).toEqual([]);
    expect(offered(client, ticketIn("new"))).toEqual([]);
    expect(offered({ kind: "anonymous" }, ticketIn("new"))).toEqual([]);
  });

  test("only what works then", () => {
    expect(offered(agent, ticketIn("closed"))).toEqual(["delete"]);
    expect(offered(agent, ticketIn("closed"), { kind: "note" })).toEqual(["edit", "delete"]);
    expect(offered(agent, ticketIn("cancelled"), { kind: "note" })).toEqual(["delete"]);
    expect(offered(agent, ticketIn("new"), { deletedAt: 1, body: "" })).toEqual([]);
  });
});
