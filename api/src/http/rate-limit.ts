import type { SQL } from "drizzle-orm";
import type { Context } from "hono";
import { limits } from "@docket/core/limits";
import type { Ms } from "@docket/core/time";
import type { AppEnv } from "../context.ts";
import type { Config, RateLimit } from "../config.ts";
import type { Services } from "../services.ts";
import type { Credential } from "./credential.ts";
import { problem } from "./problem.ts";
import { countQueries, personOr } from "./rate-query.ts";

/** One counter that a request adds to. `key` names it, or is what the database finds its name by. */
export interface Bucket {
  readonly key: string | SQL;
  readonly limit: RateLimit;
  /** Where this holds, nothing is counted. */
  readonly unless?: SQL;
}

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

export const isSafe = (method: string): boolean => safe.has(method);

/** What an address may do by widget in all its sessions, since anybody gets a new one: open tickets, and bring files. */
const byWidget = ({ visitorTickets }: Config["rateLimits"], ip: string): Readonly<Record<string, Bucket>> => ({
  "/api/v1/tickets": { key: `open:${ip}`, limit: visitorTickets },
  "/api/v1/attachments": {
    key: `upload:${ip}`,
    limit: { ...visitorTickets, max: visitorTickets.max * limits.files },
  },
});

/** What names whoever writes: the session, the key, or of a key the person for whom it acts. */
const writerOf = ({ hash, chatUser }: Credential): Bucket["key"] =>
  chatUser === null ? `write:${hash}` : personOr(`write:${hash}`, chatUser);

/** The counters of a request: writes count for whoever shows a credential, or for the address where there is none. */
export const bucketsOf = (c: Context<AppEnv>, credential: Credential | null): readonly Bucket[] => {
  if (isSafe(c.req.method)) return [];
  const { rateLimits } = c.env.config;
  const ip = c.env.clientIp();
  if (credential === null) return [{ key: `anonymous:${ip}`, limit: rateLimits.anonymous }];
  const writes = { key: writerOf(credential), limit: rateLimits.write };
  if (credential.kind !== "visitor" || c.req.method !== "POST") return [writes];
  const shared = byWidget(rateLimits, ip)[c.req.path];
  return shared ? [writes, shared] : [writes];
};

/** How a counter stands. */
export interface Count {
  readonly count: number;
  readonly windowEnd: number;
}

/** Throws `request.rate_limited` when a counter is over its limit. */
export const checkCount = (bucket: Bucket, row: Count | undefined, now: Ms): void => {
  if (!row || row.count <= bucket.limit.max) return;
  const retryAfter = Math.max(1, Math.ceil((row.windowEnd - now) / 1000));
  throw problem("request.rate_limited", `Please wait ${retryAfter} seconds and try again.`, undefined, { retryAfter });
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
