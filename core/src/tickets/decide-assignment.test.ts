import { describe, expect, test } from "vitest";
import { after, codeOf, eventsOf, refusalOf, typesOf } from "../../test/decisions.ts";
import { agent, client, factsFor, keyOf, manager, otherAgent, system, ticketIn, visitor } from "../../test/sample.ts";
import type { Status } from "./ticket.ts";
import { statuses } from "./ticket.ts";
import { isOpen } from "./transitions.ts";

const byAgent = factsFor(agent);
const finals = statuses.filter((status) => !isOpen(status));
const opens = statuses.filter(isOpen);

describe("claim", () => {
  test.each<[Status, Status]>([
    ["new", "assigned"],
    ["in_progress", "in_progress"],
    ["waiting", "waiting"],
  ])("takes a ticket that is %s", (status, then) => {
    expect(typesOf(ticketIn(status), { type: "claim" }, byAgent)).toEqual(["ticket.assigned"]);
    expect(after(ticketIn(status), { type: "claim" }, byAgent)).toMatchObject({ assigneeId: agent.id, status: then });
  });

  test("changes nothing for the one who has it, even when it is solved", () => {
    expect(eventsOf(ticketIn("assigned"), { type: "claim" }, byAgent)).toEqual([]);
    expect(eventsOf(ticketIn("resolved", { assigneeId: agent.id }), { type: "claim" }, byAgent)).toEqual([]);
  });

  test.each(statuses.filter((status) => status !== "new"))("tells the loser who has it, %s", (status) => {
    const error = refusalOf(ticketIn(status, { assigneeId: agent.id }), { type: "claim" }, factsFor(otherAgent));
    expect(error).toMatchObject({ code: "ticket.already_claimed", holderId: agent.id });
  });

  test.each(finals)("does not take what is %s", (status) => {
    expect(codeOf(ticketIn(status), { type: "claim" }, byAgent)).toBe("ticket.invalid_transition");
  });

  test("goes to the person for whom a key acts", () => {
    expect(after(ticketIn("new"), { type: "claim" }, factsFor(keyOf(otherAgent))).assigneeId).toBe(otherAgent.id);
  });

  test.each([client, visitor, system, keyOf(null)])("needs somebody of the staff: $kind", (actor) => {
    expect(codeOf(ticketIn("new"), { type: "claim" }, factsFor(actor))).toBe("permission.denied");
  });
});

describe("assign", () => {
  const command = { type: "assign", assigneeId: otherAgent.id } as const;
  const bob = { id: otherAgent.id, role: "agent", active: true } as const;
  const toBob = factsFor(manager, { assignee: bob });

  test.each(opens)("gives a ticket that is %s to somebody", (status) => {
    const ticket = after(ticketIn(status), command, toBob);
    expect(ticket).toMatchObject({ assigneeId: bob.id, status: status === "new" ? "assigned" : status });
  });

  test("takes it from whoever has it, in one event", () => {
    const [event, ...more] = eventsOf(ticketIn("assigned"), command, toBob);
    expect(more).toEqual([]);
    expect(event?.data).toEqual({
      assigneeId: { from: agent.id, to: bob.id },
      status: { from: "assigned", to: "assigned" },
    });
  });

  test("changes nothing when they have it", () => {
    expect(eventsOf(ticketIn("assigned", { assigneeId: bob.id }), command, toBob)).toEqual([]);
  });

  test.each(finals)("does not work on what is %s", (status) => {
    expect(codeOf(ticketIn(status), command, toBob)).toBe("ticket.invalid_transition");
  });

  test.each([
    ["nobody", null],
    ["somebody else", { id: agent.id, role: "agent", active: true }],
    ["a client", { ...bob, role: "client" }],
    ["somebody who left", { ...bob, active: false }],
  ] as const)("refuses %s", (_, assignee) => {
    const error = refusalOf(ticketIn("new"), command, factsFor(manager, { assignee }));
    expect(error.code).toBe("ticket.invalid_assignee");
    expect(error.errors?.map(({ field }) => field)).toEqual(["assigneeId"]);
  });

  test("refuses a person who was not looked up", () => {
    expect(codeOf(ticketIn("new"), command, factsFor(manager))).toBe("ticket.invalid_assignee");
  });
});

describe("unassign", () => {
  test.each<[Status, Status]>([
    ["assigned", "new"],
    ["in_progress", "in_progress"],
    ["waiting", "waiting"],
  ])("frees a ticket that is %s", (status, then) => {
    const ticket = ticketIn(status, { assigneeId: agent.id });
    expect(typesOf(ticket, { type: "unassign" }, byAgent)).toEqual(["ticket.unassigned"]);
    expect(after(ticket, { type: "unassign" }, byAgent)).toMatchObject({ assigneeId: null, status: then });
  });

  test("changes nothing when nobody has it", () => {
    expect(eventsOf(ticketIn("new"), { type: "unassign" }, byAgent)).toEqual([]);
  });

  test.each(finals)("keeps who had what is %s", (status) => {
    const ticket = ticketIn(status, { assigneeId: agent.id });
    expect(codeOf(ticket, { type: "unassign" }, byAgent)).toBe("ticket.invalid_transition");
  });
});
