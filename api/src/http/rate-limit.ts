import type { SQL } from "drizzle-orm";
import type { Ms } from "@docket/core/time";
import { waitText } from "@docket/core/wait";
import type { Config, RateLimit } from "../config.ts";
import type { Services } from "../services.ts";
import { problem } from "./problem.ts";
import { countQueries } from "./rate-query.ts";

/** One counter that a request adds to. `key` names it, or is what the database finds its name by. */
export interface Bucket {
  readonly key: string | SQL;
  /**
   * Names it together with whom it holds for, so that this process remembers that it is over its limit: none where that may
   * end before its time does, such as when something is given back, or somebody gets known.
   */
  readonly name?: string;
  readonly limit: RateLimit;
  /** How much a request adds: one, if this does not say. */
  readonly by?: number;
  /** Where this does not hold, nothing is counted. */
  readonly when?: SQL;
  /** How much of it is given back where the request was refused, and so wrote nothing. */
  readonly givenBack?: number;
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

type Counting = Pick<Services, "db" | "clock" | "config">;

/** What is over its limit, of each desk: to refuse it again takes no round trip. */
const over = new WeakMap<Config, Map<string, Count>>();
/** More are asked for again. */
const mostOver = 10_000;

const remember = (config: Config, name: string, row: Count): void => {
  const known = over.get(config) ?? new Map<string, Count>();
  over.set(config, known);
  known.delete(name);
  known.set(name, row);
  const [oldest] = known.keys();
  if (known.size > mostOver && oldest !== undefined) known.delete(oldest);
};

const refuse = (bucket: Bucket, row: Count, now: Ms): never => {
  const retryAfter = Math.max(1, Math.ceil((row.windowEnd - now) / 1000));
  const detail = [`This was too much at once. Please try again ${waitText(retryAfter)}.`, bucket.advice ?? ""].join(
    " ",
  );
  throw problem("request.rate_limited", detail.trim(), undefined, { retryAfter });
};

/** Throws `request.rate_limited` when a counter is over its limit. */
export const checkCount = ({ clock, config }: Omit<Counting, "db">, bucket: Bucket, row: Count | undefined): void => {
  if (!row || row.count <= bucket.limit.max) return;
  if (bucket.name !== undefined) remember(config, bucket.name, row);
  refuse(bucket, row, clock.now());
};

/** Throws `request.rate_limited` where it is known that a counter is over its limit, before anything is counted. */
export const checkAgain = ({ clock, config }: Omit<Counting, "db">, buckets: readonly Bucket[]): void => {
  const now = clock.now();
  for (const bucket of buckets) {
    const row = bucket.name === undefined ? undefined : over.get(config)?.get(bucket.name);
    // One that ends later was begun by a clock that was wrong.
    const isNow = row !== undefined && row.windowEnd > now && row.windowEnd <= now + 2 * bucket.limit.window;
    if (isNow) refuse(bucket, row, now);
  }
};

/** Counts without refusing anything; tells how each counter stands. */
export const count = async (
  { db, clock }: Pick<Counting, "db" | "clock">,
  buckets: readonly Bucket[],
): Promise<readonly (Count | undefined)[]> => {
  const answers = await db.write(...countQueries(db, buckets, clock.now()));
  return answers.map(([row]) => row);
};

/** Counts for what a route bounds by itself; throws `request.rate_limited` when it is too much. */
export const limit = async (services: Counting, buckets: readonly Bucket[]): Promise<void> => {
  checkAgain(services, buckets);
  const counts = await count(services, buckets);
  for (const [i, bucket] of buckets.entries()) checkCount(services, bucket, counts[i]);
};
