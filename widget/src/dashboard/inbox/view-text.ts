import { msg } from "@lit/localize";
import type { Sort, ViewName } from "./filter.ts";

/** What a view is called. */
export const viewText = (view: ViewName): string =>
  ({
    mine: msg("Mine"),
    unassigned: msg("Unassigned"),
    open: msg("All open"),
    waiting: msg("Waiting"),
    resolved: msg("Resolved"),
    closed: msg("Closed"),
    all: msg("All tickets"),
  })[view];

/** What an order is called. */
export const sortText = (sort: Sort): string =>
  ({
    "-updatedAt": msg("Last changed first"),
    updatedAt: msg("Longest unchanged first"),
    "-createdAt": msg("Newest first"),
    createdAt: msg("Oldest first"),
    "-priority": msg("Most urgent first"),
    priority: msg("Least urgent first"),
    turn: msg("Next to take first"),
  })[sort];
