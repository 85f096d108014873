import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { events } from "../db/schema/events.ts";
import { messages } from "../db/schema/messages.ts";
import { tickets } from "../db/schema/tickets.ts";

/** The last that was said in a ticket between its client and the staff, and is there still; 1 where the client said it. */
const lastIsClients = sql`(
  SELECT ${events.type} = 'ticket.created' OR ${events.actor} ->> '$.kind' IN ('client', 'visitor')
    OR ${events.actor} ->> '$.id' = ${tickets.requesterId}
  FROM ${events}
  WHERE ${events.streamId} = ${tickets.id} AND ${events.type} IN ('ticket.created', 'ticket.replied', 'ticket.reopened')
    AND NOT EXISTS (
      SELECT 1 FROM ${messages}
      WHERE ${messages.ticketId} = ${tickets.id} AND ${messages.seq} = ${events.seq} AND ${messages.deletedAt} IS NOT NULL
    )
  ORDER BY ${events.seq} DESC LIMIT 1
)`;

/** Whether an open ticket waits for the staff: nobody has answered what its client said last. */
export const waitsForStaff: SQL = sql`${tickets.status} IN ('new', 'assigned', 'in_progress') AND ${lastIsClients}`;
