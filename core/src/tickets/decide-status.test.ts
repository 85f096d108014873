import { describe, expect, test } from "vitest";
import { after, codeOf, eventsOf, refusalOf, typesOf } from "../../test/decisions.ts";
import { agent, client, factsFor, manager, now, reopenWindow, ticketIn } from "../../test/sample.ts";
import type { TicketCommand } from "./commands.ts";
import type { TicketEventType } from "./events.ts";
import type { Status } from "./ticket.ts";
import { statuses } from "./ticket.ts";
import { isLegal, isOpen } from "./transitions.ts";

const byAgent = factsFor(agent);
const opens = statuses.filter(isOpen);

describe("change status", () => {
  const holders = [null, agent.id];
  const cases = statuses.flatMap((from) =>
    statuses.flatMap((to) =>
      holders
        .filter((assigneeId) => !(from === "new" && assigneeId) && !(from === "assigned" && !assigneeId))
        .map((assigneeId) => ({ from, to, assigneeId })),
    ),
  );

  test.each(cases)("$from → $to, held by $assigneeId", ({ from, to, assigneeId }) => {
    const ticket = ticketIn(from, { assigneeId });
    const command = { type: "change_status", status: to } as const;
    const fits = to === "new" ? assigneeId === null : to === "assigned" ? assigneeId !== null : true;
    if (from === to) {
      expect(eventsOf(ticket, command, byAgent)).toEqual([]);
    } else if (isLegal(from, to) && fits) {
      expect(eventsOf(ticket, command, byAgent)).toHaveLength(1);
      expect(after(ticket, command, byAgent)).toMatchObject({ status: to, assigneeId });
    } else {
      expect(codeOf(ticket, command, byAgent)).toBe("ticket.invalid_transition");
    }
  });

  test("says what to do about a status that does not fit the assignee", () => {
    const assigned = refusalOf(ticketIn("assigned"), { type: "change_status", status: "new" }, byAgent);
    expect(assigned.detail).toMatch(/unassign/i);
    const free = refusalOf(ticketIn("in_progress"), { type: "change_status", status: "assigned" }, byAgent);
    expect(free.detail).toMatch(/assign/i);
  });

  test.each<[Status, Status, TicketEventType]>([
    ["new", "in_progress", "ticket.status_changed"],
    ["in_progress", "waiting", "ticket.status_changed"],
    ["waiting", "resolved", "ticket.resolved"],
    ["resolved", "closed", "ticket.closed"],
    ["new", "cancelled", "ticket.cancelled"],
    ["closed", "new", "ticket.reopened"],
  ])("%s → %s is told as its own event", (from, to, type) => {
    expect(typesOf(ticketIn(from), { type: "change_status", status: to }, byAgent)).toEqual([type]);
  });
});

describe("resolve, close, cancel", () => {
  const goals = { resolve: "resolved", close: "closed", cancel: "cancelled" } as const;
  const cases = (["resolve", "close", "cancel"] as const).flatMap((type) =>
    statuses.map((from) => ({ type, from, goal: goals[type] })),
  );

  test.each(cases)("$type what is $from", ({ type, from, goal }) => {
    const ticket = ticketIn(from);
    if (from === goal) expect(eventsOf(ticket, { type }, byAgent)).toEqual([]);
    else if (isLegal(from, goal)) expect(typesOf(ticket, { type }, byAgent)).toEqual([`ticket.${goal}`]);
    else expect(codeOf(ticket, { type }, byAgent)).toBe("ticket.invalid_transition");
  });
});

describe("reopen", () => {
  const reopen = { type: "reopen" } as const;

  test.each(["resolved", "closed"] as const)("puts what is %s back with whoever had it", (status) => {
    expect(typesOf(ticketIn(status), reopen, byAgent)).toEqual(["ticket.reopened"]);
    expect(after(ticketIn(status), reopen, byAgent)).toMatchObject({ status: "new", resolvedAt: null, closedAt: null });
    expect(after(ticketIn(status, { assigneeId: agent.id }), reopen, byAgent).status).toBe("assigned");
  });

  test.each(opens)("changes nothing on what is %s", (status) => {
    expect(eventsOf(ticketIn(status), reopen, byAgent)).toEqual([]);
  });

  test("does not bring back what was cancelled", () => {
    expect(codeOf(ticketIn("cancelled"), reopen, byAgent)).toBe("ticket.invalid_transition");
  });

  const closed = ticketIn("closed");
  const closedAt = closed.closedAt ?? 0;
  const waysBack: readonly TicketCommand[] = [
    reopen,
    { type: "change_status", status: "new" },
    { type: "reply", messageId: "msg_1" },
  ];

  test.each(waysBack)("$type works to the last millisecond of the window, and not after it", (command) => {
    const actor = command.type === "reply" ? client : manager;
    const last = factsFor(actor, { now: closedAt + reopenWindow });
    expect(after(closed, command, last).status).toBe("new");
    const late = factsFor(actor, { now: closedAt + reopenWindow + 1 });
    expect(codeOf(closed, command, late)).toBe("ticket.reopen_window_passed");
  });

  test("has no window while a ticket is solved and not yet closed", () => {
    const late = factsFor(client, { now: now + 10 * reopenWindow });
    expect(after(ticketIn("resolved"), reopen, late).status).toBe("new");
  });
});
