import type { Ms } from "@docket/core/time";
import { sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { rateCounters } from "../db/schema/events.ts";
import type { Bucket } from "./rate-limit.ts";

/** Adds one to a counter, or begins a new window, and tells how it stands. */
export const countQuery = (db: Db, { key, limit }: Bucket, now: Ms) =>
  db.orm
    .insert(rateCounters)
    .values({ key, windowEnd: now + limit.window, count: 1 })
    .onConflictDoUpdate({
      target: rateCounters.key,
      set: {
        count: sql`CASE WHEN ${rateCounters.windowEnd} <= ${now} THEN 1 ELSE ${rateCounters.count} + 1 END`,
        windowEnd: sql`CASE WHEN ${rateCounters.windowEnd} <= ${now} THEN excluded.window_end ELSE ${rateCounters.windowEnd} END`,
      },
    })
    .returning({ count: rateCounters.count, windowEnd: rateCounters.windowEnd });
