import { describe, expect, test } from "vitest";
import { after, codeOf, eventsOf, typesOf } from "../../test/decisions.ts";
import {
  agent,
  allScopes,
  client,
  factsFor,
  freshTicket,
  keyOf,
  manager,
  now,
  opened,
  opening,
  otherAgent,
  system,
  ticketIn,
  visitor,
} from "../../test/sample.ts";
import type { Actor } from "../actor.ts";
import type { TicketCommand } from "./commands.ts";
import type { Facts } from "./decide.ts";
import { decideOpen } from "./decide.ts";
import type { TicketEvent, TicketEventType } from "./events.ts";
import { replay } from "./evolve.ts";
import type { Status } from "./ticket.ts";
import { statuses } from "./ticket.ts";
import { isOpen } from "./transitions.ts";

const byAgent = factsFor(agent);

describe("open", () => {
  test("makes a new ticket that nobody has", () => {
    const [event, ...more] = decideOpen(opening, { actor: client, now: opened });
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: "ticket.created",
      seq: 1,
      at: opened,
      actor: { kind: "client", id: client.id },
    });
    expect(freshTicket).toMatchObject({ status: "new", assigneeId: null, number: 0, version: 1, createdAt: opened });
  });

  test("keeps a tag that is named twice once", () => {
    const ticket = replay(null, decideOpen({ ...opening, tags: ["vip", "vip", "eu"] }, { actor: agent, now }));
    expect(ticket.tags).toEqual(["vip", "eu"]);
    expect(after(ticket, { type: "update", tags: ["vip", "us"] }, byAgent).tags).toEqual(["vip", "us"]);
  });
});

describe("every event", () => {
  test("says who, when and in which order", () => {
    const [replied, assigned, moved] = eventsOf(ticketIn("new"), { type: "reply", messageId: "msg_1" }, byAgent);
    const common = { ticketId: freshTicket.id, at: now, actor: { kind: "staff", id: agent.id } };
    expect(replied).toEqual({
      ...common,
      type: "ticket.replied",
      seq: 8,
      data: { messageId: "msg_1", fromStaff: true },
    });
    expect(assigned).toMatchObject({ ...common, type: "ticket.assigned", seq: 9 });
    expect(moved).toMatchObject({ ...common, type: "ticket.status_changed", seq: 10 });
  });

  test.each<[string, Facts["actor"], TicketEvent["actor"]]>([
    ["a visitor", visitor, { kind: "visitor", id: visitor.id }],
    ["a client", client, { kind: "client", id: client.id }],
    ["staff", manager, { kind: "staff", id: manager.id }],
    ["a key", keyOf(null), { kind: "key", id: "key_bot" }],
    ["a key for a person", keyOf(agent), { kind: "staff", id: agent.id, viaKey: "key_bot" }],
    ["Docket", system, { kind: "system", id: "automation" }],
  ])("remembers %s", (_, actor, ref) => {
    const [event] = eventsOf(ticketIn("new"), { type: "reply", messageId: "msg_1" }, factsFor(actor));
    expect(event?.actor).toEqual(ref);
  });
});

describe("reply", () => {
  const reply = { type: "reply", messageId: "msg_1" } as const;

  test.each<[Status, readonly TicketEventType[], Status]>([
    ["new", ["ticket.replied"], "new"],
    ["assigned", ["ticket.replied"], "assigned"],
    ["in_progress", ["ticket.replied"], "in_progress"],
    ["waiting", ["ticket.replied", "ticket.status_changed"], "in_progress"],
    ["resolved", ["ticket.replied", "ticket.reopened"], "new"],
    ["closed", ["ticket.replied", "ticket.reopened"], "new"],
  ])("of a client to what is %s", (status, types, then) => {
    for (const actor of [client, visitor]) {
      expect(typesOf(ticketIn(status), reply, factsFor(actor))).toEqual(types);
      const ticket = after(ticketIn(status), reply, factsFor(actor));
      expect(ticket).toMatchObject({ status: then, firstRespondedAt: null });
    }
  });

  test.each(["resolved", "closed"] as const)("of a client brings what was %s back to its assignee", (status) => {
    const ticket = after(ticketIn(status, { assigneeId: agent.id }), reply, factsFor(client));
    expect(ticket).toMatchObject({ status: "assigned", assigneeId: agent.id, resolvedAt: null, closedAt: null });
  });

  test.each<[Status, readonly TicketEventType[], Status]>([
    ["new", ["ticket.replied", "ticket.assigned", "ticket.status_changed"], "in_progress"],
    ["in_progress", ["ticket.replied", "ticket.assigned"], "in_progress"],
    ["waiting", ["ticket.replied", "ticket.assigned"], "waiting"],
    ["resolved", ["ticket.replied"], "resolved"],
  ])("of staff to what is %s and nobody has", (status, types, then) => {
    const ticket = after(ticketIn(status), reply, byAgent);
    expect(typesOf(ticketIn(status), reply, byAgent)).toEqual(types);
    expect(ticket).toMatchObject({ status: then, assigneeId: isOpen(status) ? agent.id : null, firstRespondedAt: now });
  });

  test.each<[Status, readonly TicketEventType[], Status]>([
    ["assigned", ["ticket.replied", "ticket.status_changed"], "in_progress"],
    ["in_progress", ["ticket.replied"], "in_progress"],
    ["waiting", ["ticket.replied"], "waiting"],
    ["resolved", ["ticket.replied"], "resolved"],
  ])("of staff to what is %s leaves it with whoever has it", (status, types, then) => {
    const ticket = ticketIn(status, { assigneeId: agent.id });
    expect(typesOf(ticket, reply, factsFor(otherAgent))).toEqual(types);
    expect(after(ticket, reply, factsFor(otherAgent))).toMatchObject({ status: then, assigneeId: agent.id });
  });

  test("of staff needs a closed ticket to be reopened first", () => {
    expect(codeOf(ticketIn("closed"), reply, byAgent)).toBe("ticket.invalid_transition");
  });

  test.each<Exclude<Actor, { kind: "anonymous" }>>([client, visitor, agent, system, keyOf(null)])(
    "of $kind to what was cancelled is refused",
    (actor) => {
      expect(codeOf(ticketIn("cancelled"), reply, factsFor(actor))).toBe("ticket.invalid_transition");
    },
  );

  test("through a key assigns to the person for whom it acts, and to nobody without one", () => {
    expect(after(ticketIn("new"), reply, factsFor(keyOf(agent, allScopes))).assigneeId).toBe(agent.id);
    expect(after(ticketIn("new"), reply, factsFor(keyOf(null)))).toMatchObject({
      assigneeId: null,
      status: "in_progress",
    });
  });

  test("keeps the time of the first answer", () => {
    const ticket = ticketIn("in_progress", { assigneeId: agent.id, firstRespondedAt: opened + 5 });
    expect(after(ticket, reply, byAgent).firstRespondedAt).toBe(opened + 5);
  });
});

describe("note", () => {
  test.each(statuses)("is written on what is %s and moves nothing", (status) => {
    const ticket = ticketIn(status);
    const command = { type: "note", messageId: "msg_1" } as const;
    expect(eventsOf(ticket, command, byAgent)).toMatchObject([{ type: "ticket.noted", data: { messageId: "msg_1" } }]);
    expect(after(ticket, command, byAgent)).toEqual({ ...ticket, updatedAt: now, version: 8 });
  });
});

describe("delete", () => {
  test.each(statuses)("marks what is %s", (status) => {
    expect(after(ticketIn(status), { type: "delete" }, byAgent)).toMatchObject({ status, deletedAt: now });
  });
});

describe("update", () => {
  test("keeps only what differs, with what it was", () => {
    const command = { type: "update", title: "Out of paper", category: "hardware", priority: "high" } as const;
    expect(eventsOf(ticketIn("new"), command, byAgent).map((event) => event.data)).toEqual([
      { title: { from: "The printer is on fire", to: "Out of paper" }, priority: { from: "normal", to: "high" } },
    ]);
  });

  test("tells of tags apart, because clients do not see them", () => {
    const command = { type: "update", title: "Out of paper", tags: ["vip", "vip"] } as const;
    expect(typesOf(ticketIn("new"), command, byAgent)).toEqual(["ticket.updated", "ticket.tagged"]);
    expect(after(ticketIn("new"), command, byAgent)).toMatchObject({ title: "Out of paper", tags: ["vip"] });
  });

  const tagged = ticketIn("new", { tags: ["vip", "eu"] });
  test.each<[string, TicketCommand]>([
    ["nothing", { type: "update" }],
    ["what is undefined", { type: "update", title: undefined, tags: undefined }],
    ["the same values", { type: "update", title: tagged.title, description: tagged.description, priority: "normal" }],
    ["the same tags in another order", { type: "update", tags: ["eu", "vip", "eu"] }],
  ])("changes nothing when it names %s", (_, command) => {
    expect(eventsOf(tagged, command, byAgent)).toEqual([]);
  });

  test("can take the last tag away", () => {
    expect(after(tagged, { type: "update", tags: [] }, byAgent).tags).toEqual([]);
  });

  test.each(statuses)("of what is %s is for staff always, for its client while it is open", (status) => {
    const command = { type: "update", description: "More smoke." } as const;
    expect(after(ticketIn(status), command, byAgent).description).toBe("More smoke.");
    if (isOpen(status)) expect(after(ticketIn(status), command, factsFor(client)).description).toBe("More smoke.");
    else expect(codeOf(ticketIn(status), command, factsFor(client))).toBe("ticket.invalid_transition");
  });
});
