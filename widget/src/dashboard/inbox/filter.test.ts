import type { TicketSummary } from "@docket/core/contract/ticket";
import { describe, expect, test } from "vitest";
import { isNarrowed, matches, orderOf, parseFilter, statusesWithin, toQuery, toSearch, viewNames } from "./filter.ts";

const ticket = (fields: Partial<TicketSummary>): TicketSummary => ({
  id: "tkt_1",
  number: 1,
  title: "Where is my parcel?",
  category: "order",
  priority: "normal",
  status: "new",
  stage: "received",
  tags: [],
  source: "widget",
  requester: { id: "per_mia", name: "Mia", email: "mia@example.com", emailProven: true, unreached: null },
  assignee: null,
  createdAt: "2025-01-01T00:00:00.000Z",
  updatedAt: "2025-01-02T00:00:00.000Z",
  firstRespondedAt: null,
  resolvedAt: null,
  closedAt: null,
  unread: 0,
  version: 1,
  can: [],
  nextStatuses: [],
  ...fields,
});

describe("the address", () => {
  test("keeps a filter and leaves out what is usual", () => {
    expect(toSearch(parseFilter(""))).toBe("");
    const search = "?view=all&status=closed&priority=high&category=order&assignee=none&q=zip&sort=-priority";
    expect(toSearch(parseFilter(search))).toBe(search);
  });

  test("what makes no sense in it is left out", () => {
    const filter = parseFilter("?view=nonsense&status=gone&priority=1&assignee=%27%3B--&sort=title&q=%20%20");
    expect(filter).toEqual(parseFilter(""));
    expect(parseFilter("?view=resolved&status=new").status).toBeNull();
    expect(parseFilter("?view=mine&assignee=none").assignee).toBeNull();
  });
});

describe("a view", () => {
  test("is a query", () => {
    expect(viewNames.map((view) => toQuery({ ...parseFilter(""), view }))).toEqual([
      { assignee: "me", status: "open", sort: "-updatedAt" },
      { assignee: "none", status: "open", sort: "-updatedAt" },
      { status: "open", sort: "-updatedAt" },
      { status: "waiting", sort: "-updatedAt" },
      { status: "resolved", sort: "-updatedAt" },
      { status: "closed", sort: "-updatedAt" },
      { sort: "-updatedAt" },
    ]);
  });

  test("offers the statuses that tell its tickets apart", () => {
    expect(statusesWithin("closed")).toEqual([]);
    expect(statusesWithin("open")).toEqual(["new", "assigned", "in_progress", "waiting"]);
    expect(statusesWithin("unassigned")).not.toContain("assigned");
  });

  test("knows whether a ticket belongs to it", () => {
    const mine = ticket({ status: "assigned", assignee: { id: "per_me", name: "Me" } });
    const views = (of: TicketSummary) =>
      viewNames.filter((view) => matches({ ...parseFilter(""), view }, of, "per_me"));
    expect(views(ticket({}))).toEqual(["unassigned", "open", "all"]);
    expect(views(mine)).toEqual(["mine", "open", "all"]);
    expect(views(ticket({ status: "waiting" }))).toEqual(["unassigned", "open", "waiting", "all"]);
    expect(views(ticket({ status: "closed" }))).toEqual(["closed", "all"]);
  });

  test("is narrowed by each choice", () => {
    for (const search of ["status=new", "priority=low", "category=return", "assignee=per_ben"]) {
      expect(isNarrowed(parseFilter(`?${search}`))).toBe(true);
      expect(matches(parseFilter(`?${search}`), ticket({ status: "waiting" }), "per_me")).toBe(false);
    }
    expect(isNarrowed(parseFilter("?sort=createdAt&view=all"))).toBe(false);
  });
});

test("an order goes by its field, then by age", () => {
  const [a, b, c] = [
    ticket({ id: "tkt_a", priority: "high" }),
    ticket({ id: "tkt_b", priority: "urgent" }),
    ticket({ id: "tkt_c", priority: "high" }),
  ];
  const ids = (sort: Parameters<typeof orderOf>[0]) => [a, b, c].toSorted(orderOf(sort)).map(({ id }) => id);
  expect(ids("-priority")).toEqual(["tkt_b", "tkt_c", "tkt_a"]);
  expect(ids("priority")).toEqual(["tkt_a", "tkt_c", "tkt_b"]);
});

test("what should be taken next comes first: the urgent, of these the oldest, and last what waits for its client", () => {
  const created = (id: TicketSummary["id"], day: string, more: Partial<TicketSummary> = {}) =>
    ticket({ id, createdAt: `2025-01-${day}T00:00:00.000Z`, ...more });
  const all = [
    created("tkt_d", "01", { status: "waiting", priority: "urgent" }),
    created("tkt_c", "03"),
    created("tkt_b", "02"),
    created("tkt_a", "04", { priority: "urgent" }),
  ];
  expect(all.toSorted(orderOf("turn")).map(({ id }) => id)).toEqual(["tkt_a", "tkt_b", "tkt_c", "tkt_d"]);
});
