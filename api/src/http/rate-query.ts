import type { Ms } from "@docket/core/time";
import { and, eq, exists, gt, not, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { rateCounters } from "../db/schema/events.ts";
import type { Bucket } from "./rate-limit.ts";

const isOver = (db: Db, { key, limit }: Bucket) =>
  exists(
    db.orm
      .select({ one: sql`1` })
      .from(rateCounters)
      .where(and(eq(rateCounters.key, key), gt(rateCounters.count, limit.max))),
  );

const countQuery = (db: Db, { key, limit, when, by = 1 }: Bucket, earlier: readonly Bucket[], now: Ms) => {
  const open = and(
    sql`1`,
    when && sql`(${when}) IS NOT NULL AND (${when}) <> 0`,
    ...earlier.map((bucket) => not(isOver(db, bucket))),
  );
  // Clocks of servers differ a little, and requests overtake each other. One that ends later by more than a whole window
  // was begun by a clock that was wrong.
  const latest = now + 2 * limit.window;
  const isPast = sql`(${rateCounters.windowEnd} <= ${now} OR ${rateCounters.windowEnd} > ${latest})`;
  return db.orm
    .insert(rateCounters)
    .select(sql`SELECT ${key}, ${now + limit.window}, ${by} WHERE ${open}`)
    .onConflictDoUpdate({
      target: rateCounters.key,
      set: {
        count: sql`CASE WHEN ${isPast} THEN ${by} ELSE ${rateCounters.count} + ${by} END`,
        windowEnd: sql`CASE WHEN ${isPast} THEN excluded.window_end ELSE ${rateCounters.windowEnd} END`,
      },
    })
    .returning({ count: rateCounters.count, windowEnd: rateCounters.windowEnd });
};

/** Adds to a single counter. */
export const countOneQuery = (db: Db, bucket: Bucket, now: Ms) => countQuery(db, bucket, [], now);

/** Takes back what was counted for a request that does not count after all. */
export const uncountQueries = (db: Db, buckets: readonly Bucket[]) =>
  buckets.map(({ key, by = 1 }) =>
    db.orm
      .update(rateCounters)
      .set({ count: sql`max(0, ${rateCounters.count} - ${by})` })
      .where(eq(rateCounters.key, key)),
  );

/**
 * For each counter, in this order and in one batch, adds to it or begins a new window, and tells how it stands. Behind one
 * that is over its limit none is counted: what is refused must not use up what others share.
 */
export const countQueries = (db: Db, buckets: readonly Bucket[], now: Ms) =>
  buckets.map((bucket, i) => countQuery(db, bucket, buckets.slice(0, i), now));
