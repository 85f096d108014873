import type { Routes } from "@docket/api/client";
import type { TicketCounts, TicketSummary } from "@docket/core/contract/ticket";
import type { Priority, Status } from "@docket/core/tickets/ticket";
import { priorities, statuses } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";

export type TicketQuery = NonNullable<Routes["GET /tickets"]["query"]>;
export type Sort = NonNullable<TicketQuery["sort"]>;

export const viewNames = ["mine", "unassigned", "open", "waiting", "resolved", "closed", "all"] as const;
export type ViewName = (typeof viewNames)[number];

export const sorts: readonly Sort[] = [
  "-updatedAt",
  "updatedAt",
  "-createdAt",
  "createdAt",
  "-priority",
  "priority",
  "turn",
];

/** What the inbox shows: a view, narrowed by what the person chose. It lives in the address of the page. */
export interface Filter {
  readonly view: ViewName;
  readonly status: Status | null;
  readonly priority: Priority | null;
  readonly category: string | null;
  /** A person's id, `me` or `none`. */
  readonly assignee: string | null;
  readonly q: string;
  readonly sort: Sort;
}

const viewQueries: Readonly<Record<ViewName, TicketQuery>> = {
  mine: { assignee: "me", status: "open" },
  unassigned: { assignee: "none", status: "open" },
  open: { status: "open" },
  waiting: { status: "waiting" },
  resolved: { status: "resolved" },
  closed: { status: "closed" },
  all: {},
};

/** How many tickets a view holds. */
export const countOf = (counts: TicketCounts, view: ViewName): number => {
  switch (view) {
    case "mine":
    case "unassigned":
    case "open":
      return counts[view];
    case "all":
      return counts.total;
    default:
      return counts.byStatus[view];
  }
};

/** The statuses that tell the tickets of a view apart; none where the view is one status. */
export const statusesWithin = (view: ViewName): readonly Status[] => {
  if (view === "all") return statuses;
  if (viewQueries[view].status !== "open") return [];
  return statuses.filter((status) => isOpen(status) && !(view === "unassigned" && status === "assigned"));
};

/** Whether the assignee may still be chosen in this view. */
export const choosesAssignee = (view: ViewName): boolean => viewQueries[view].assignee === undefined;

const oneOf = <T extends string>(values: readonly T[], value: string | null): T | null =>
  values.find((known) => known === value) ?? null;

/** Reads the filter from the query of an address. What makes no sense there is left out. */
export const parseFilter = (search: string): Filter => {
  const params = new URLSearchParams(search);
  const view = oneOf(viewNames, params.get("view")) ?? "open";
  const assignee = params.get("assignee");
  return {
    view,
    status: oneOf(statusesWithin(view), params.get("status")),
    priority: oneOf(priorities, params.get("priority")),
    category: params.get("category"),
    assignee: choosesAssignee(view) && assignee !== null && /^(me|none|per_\w+)$/.test(assignee) ? assignee : null,
    q: params.get("q")?.trim() ?? "",
    sort: oneOf(sorts, params.get("sort")) ?? "-updatedAt",
  };
};

/** The filter as the query of an address; what is usual is left out. */
export const toSearch = (filter: Filter): string => {
  const params = new URLSearchParams();
  if (filter.view !== "open") params.set("view", filter.view);
  for (const name of ["status", "priority", "category", "assignee"] as const) {
    const value = filter[name];
    if (value !== null) params.set(name, value);
  }
  if (filter.q !== "") params.set("q", filter.q);
  if (filter.sort !== "-updatedAt") params.set("sort", filter.sort);
  return params.size > 0 ? `?${params}` : "";
};

/** The filter as the API takes it. */
export const toQuery = (filter: Filter): TicketQuery => {
  const query: TicketQuery = { ...viewQueries[filter.view], sort: filter.sort };
  if (filter.status !== null) query.status = filter.status;
  if (filter.priority !== null) query.priority = filter.priority;
  if (filter.category !== null) query.category = filter.category;
  if (filter.assignee !== null) query.assignee = filter.assignee;
  if (filter.q !== "") query.q = filter.q;
  return query;
};

/** Whether something beside the view and the order was chosen. */
export const isNarrowed = (filter: Filter): boolean =>
  [filter.status, filter.priority, filter.category, filter.assignee].some((value) => value !== null) || filter.q !== "";

/** Whether a ticket belongs into the list, by everything but the text search, which only the desk can answer. */
export const matches = (filter: Filter, ticket: TicketSummary, myId: string): boolean => {
  const { status, assignee } = toQuery(filter);
  if (status === "open" ? !isOpen(ticket.status) : status !== undefined && status !== ticket.status) return false;
  if (filter.priority !== null && filter.priority !== ticket.priority) return false;
  if (filter.category !== null && filter.category !== ticket.category) return false;
  if (assignee === undefined) return true;
  if (assignee === "none") return ticket.assignee === null;
  return ticket.assignee?.id === (assignee === "me" ? myId : assignee);
};

const sortKeys: Readonly<Record<string, (ticket: TicketSummary) => string>> = {
  updatedAt: (ticket) => ticket.updatedAt,
  createdAt: (ticket) => ticket.createdAt,
  priority: (ticket) => String(priorities.indexOf(ticket.priority)),
  turn: ({ status, priority, createdAt }) =>
    `${status === "waiting" ? 1 : 0} ${priorities.length - priorities.indexOf(priority)} ${createdAt}`,
};

/** The order of a list; tickets that are equal in it go by their age, as ids do. */
export const orderOf = (sort: Sort): ((a: TicketSummary, b: TicketSummary) => number) => {
  const descending = sort.startsWith("-");
  const key = sortKeys[sort.replace("-", "")] ?? ((ticket: TicketSummary) => ticket.id);
  const compare = (a: TicketSummary, b: TicketSummary): number => {
    const left = key(a);
    const right = key(b);
    if (left !== right) return left < right ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
  return descending ? (a, b) => compare(b, a) : compare;
};
