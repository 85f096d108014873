import type { SQL } from "drizzle-orm";
import { eq, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { events } from "./schema/events.ts";

/** How often the thing of this id was changed: the number of its last event. */
export const lastEventOf = (id: SQLiteColumn): SQL<number> =>
  sql<number>`coalesce((SELECT max(${events.seq}) FROM ${events} WHERE ${eq(events.streamId, id)}), 0)`;
