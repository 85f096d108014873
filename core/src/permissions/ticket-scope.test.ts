import { describe, expect, test } from "vitest";
import { admin, agent, client, keyOf, system, ticketIn, visitor } from "../../test/sample.ts";
import type { Actor } from "../actor.ts";
import type { TicketScope } from "./ticket-scope.ts";
import { inScope, ticketScope } from "./ticket-scope.ts";

test.each<[string, Actor, TicketScope]>([
  ["nobody in particular", { kind: "anonymous" }, { kind: "none" }],
  ["a visitor", visitor, { kind: "own", requesterId: null, visitorId: visitor.id, shut: [] }],
  [
    "a visitor who wrote in the name of somebody who is switched off",
    { ...visitor, shut: ["per_otto"] },
    { kind: "own", requesterId: null, visitorId: visitor.id, shut: ["per_otto"] },
  ],
  ["a client", client, { kind: "own", requesterId: client.id, visitorId: null, shut: [] }],
  [
    "a client of a widget session",
    { ...client, visitorId: visitor.id },
    { kind: "own", requesterId: client.id, visitorId: visitor.id, shut: [] },
  ],
  ["staff", agent, { kind: "all" }],
  ["a key that reads", keyOf(null, ["tickets:read"]), { kind: "all" }],
  ["a key that cannot read", keyOf(admin, ["tickets:write"]), { kind: "none" }],
  ["a bot", keyOf(null, ["chat"]), { kind: "none" }],
  ["a bot for an agent", keyOf(agent, ["chat", "tickets:read", "tickets:write"]), { kind: "all" }],
  ["Docket", system, { kind: "all" }],
])("what %s sees", (_, actor, scope) => {
  expect(ticketScope(actor)).toEqual(scope);
});

describe("the scope of one's own", () => {
  const scope = { kind: "own", requesterId: client.id, visitorId: visitor.id, shut: ["per_shut"] } as const;

  test.each([
    [client.id, null, true],
    ["per_otto", visitor.id, true],
    ["per_shut", visitor.id, false],
    ["per_otto", "vis_other", false],
    ["per_otto", null, false],
  ] as const)("with a ticket of %s in %s: %s", (requesterId, visitorId, inside) => {
    expect(inScope(scope, ticketIn("new", { requesterId, visitorId }))).toBe(inside);
  });

  test("does not take a missing session for a match", () => {
    expect(inScope({ ...scope, requesterId: null, visitorId: null }, ticketIn("new", { visitorId: null }))).toBe(false);
  });
});

test("no scope has deleted tickets", () => {
  const deleted = ticketIn("new", { deletedAt: 1, visitorId: visitor.id });
  for (const actor of [visitor, client, admin, keyOf(admin), system]) {
    expect(inScope(ticketScope(actor), deleted)).toBe(false);
  }
});
