import { expect, test } from "vitest";
import type { Status } from "./ticket.ts";
import { statuses } from "./ticket.ts";
import { isLegal, isOpen, isReopening, lifecycle, restingStatus, stageOf, stages } from "./transitions.ts";

const expected: Record<Status, readonly Status[]> = {
  new: ["assigned", "in_progress", "waiting", "resolved", "cancelled"],
  assigned: ["new", "in_progress", "waiting", "resolved", "cancelled"],
  in_progress: ["assigned", "waiting", "resolved", "cancelled"],
  waiting: ["in_progress", "resolved", "cancelled"],
  resolved: ["closed", "new", "assigned"],
  closed: ["new", "assigned"],
  cancelled: [],
};

const pairs = statuses.flatMap((from) => statuses.map((to) => [from, to] as const));

test.each(pairs)("%s → %s", (from, to) => {
  expect(isLegal(from, to)).toBe(expected[from].includes(to));
});

test.each([
  ["new", "received", true],
  ["assigned", "received", true],
  ["in_progress", "in_progress", true],
  ["waiting", "waiting_for_you", true],
  ["resolved", "solved", false],
  ["closed", "closed", false],
  ["cancelled", "cancelled", false],
] as const)("a client reads %s as %s", (status, stage, open) => {
  expect(stageOf(status)).toBe(stage);
  expect(isOpen(status)).toBe(open);
});

test("every stage is the stage of some status", () => {
  expect(new Set(statuses.map(stageOf))).toEqual(new Set(stages));
});

test("only a solved or closed ticket is reopened, and only back into a queue", () => {
  const reopenings = pairs.filter(([from, to]) => lifecycle[from].next.includes(to) && isReopening(from, to));
  expect(reopenings).toEqual([
    ["resolved", "new"],
    ["resolved", "assigned"],
    ["closed", "new"],
    ["closed", "assigned"],
  ]);
});

test("a ticket rests with its assignee, or in the queue", () => {
  expect(restingStatus(null)).toBe("new");
  expect(restingStatus("per_agent")).toBe("assigned");
});
