import type { Actor } from "@docket/core/actor";
import type { ticketSorts } from "@docket/core/contract/ticket";
import type { SQL, SQLWrapper } from "drizzle-orm";
import { asc, desc, sql } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";
import { updateColumnFor } from "./filter-query.ts";
import type { TicketRow } from "./ticket-row.ts";

/** By what a list is sorted, and what a row has of it. */
interface Key {
  readonly column: SQLWrapper;
  readonly valueOf: (row: TicketRow) => number;
  readonly descending: boolean;
}

const key = (
  name: "number" | "createdAt" | "updatedAt" | "publicUpdatedAt" | "priority",
  descending: boolean,
): Key => ({
  column: tickets[name],
  valueOf: (row) => row[name],
  descending,
});

/** The order in which tickets are taken: last those that wait for their client, else the most urgent and oldest first. */
export const turn: readonly Key[] = [
  {
    column: sql`${tickets.status} = 'waiting'`,
    valueOf: ({ status }) => Number(status === "waiting"),
    descending: false,
  },
  key("priority", true),
  key("createdAt", false),
  key("number", false),
];

/**
 * The keys of an order, which end with the number, so that no page skips a ticket. For clients nothing has happened that
 * does not concern them.
 */
export const keysOf = (reader: Actor, sort: (typeof ticketSorts)[number]): readonly Key[] => {
  if (sort === "turn") return turn;
  const descending = sort.startsWith("-");
  const name = sort.replace("-", "") as "createdAt" | "updatedAt" | "priority";
  return [key(name === "updatedAt" ? updateColumnFor(reader) : name, descending), key("number", descending)];
};

const list = (parts: readonly SQLWrapper[]): SQL => sql.join([...parts], sql`, `);

/** The same for `ORDER BY`. */
export const inOrder = (keys: readonly Key[]): SQL =>
  list(keys.map(({ column, descending }) => (descending ? desc(column) : asc(column))));

/** What comes after this place. Where all keys go the same way an index finds it. */
export const isAfter = (keys: readonly Key[], place: readonly number[]): SQL => {
  if (keys.every(({ descending }) => descending))
    return sql`(${list(keys.map(({ column }) => column))}) < (${list(place.map((value) => sql`${value}`))})`;
  const up = keys.map(({ column, descending }) => (descending ? sql`-${column}` : column));
  const from = place.map((value, i) => sql`${keys[i]?.descending ? -value : value}`);
  return sql`(${list(up)}) > (${list(from)})`;
};
