import type { SQL } from "drizzle-orm";
import type { Ms } from "@docket/core/time";
import { waitText } from "@docket/core/wait";
import type { RateLimit } from "../config.ts";
import type { Services } from "../services.ts";
import { problem } from "./problem.ts";
import { countQueries } from "./rate-query.ts";

/** One counter that a request adds to. `key` names it, or is what the database finds its name by. */
export interface Bucket {
  readonly key: string | SQL;
  readonly limit: RateLimit;
  /** How much a request adds: one, if this does not say. */
  readonly by?: number;
  /** Where this does not hold, nothing is counted. */
  readonly when?: SQL;
  /** It counts what is made: what was refused for what it says is given back. */
  readonly ofMade?: true;
  /** What else whoever is over the limit can do. */
  readonly advice?: string;
}

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

export const isSafe = (method: string): boolean => safe.has(method);

/** How a counter stands. */
export interface Count {
  readonly count: number;
  readonly windowEnd: number;
}

/** Throws `request.rate_limited` when a counter is over its limit. */
export const checkCount = (bucket: Bucket, row: Count | undefined, now: Ms): void => {
  if (!row || row.count <= bucket.limit.max) return;
  const retryAfter = Math.max(1, Math.ceil((row.windowEnd - now) / 1000));
  const detail = [`This was too much at once. Please try again ${waitText(retryAfter)}.`, bucket.advice ?? ""].join(
    " ",
  );
  throw problem("request.rate_limited", detail.trim(), undefined, { retryAfter });
};

type Counting = Pick<Services, "db" | "clock">;

/** Counts without refusing anything; tells how each counter stands. */
export const count = async (
  { db, clock }: Counting,
  buckets: readonly Bucket[],
): Promise<readonly (Count | undefined)[]> => {
  const answers = await db.write(...countQueries(db, buckets, clock.now()));
  return answers.map(([row]) => row);
};

/** Counts for what a route bounds by itself; throws `request.rate_limited` when it is too much. */
export const limit = async (services: Counting, buckets: readonly Bucket[]): Promise<void> => {
  const counts = await count(services, buckets);
  const now = services.clock.now();
  for (const [i, bucket] of buckets.entries()) checkCount(bucket, counts[i], now);
};
