import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";
import { inOrder, turn } from "./sort-query.ts";

/**
 * The condition for one of the `among` open tickets that should be taken next: of those that nobody has the most urgent,
 * and of these the ones that have waited longest. Where it is the client's turn, there is time until the others are taken.
 */
export const nextWaiting = (among: number): SQL => sql`${tickets.number} = (
  SELECT number FROM (
    SELECT number FROM tickets INDEXED BY tickets_unheld
    WHERE status IN ('new', 'assigned', 'in_progress', 'waiting') AND assignee_id IS NULL AND deleted_at IS NULL
    ORDER BY ${inOrder(turn)} LIMIT ${among}
  ) ORDER BY random() LIMIT 1
)`;
