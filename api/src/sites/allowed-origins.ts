import { second } from "@docket/core/time";
import type { Db } from "../db/client.ts";
import { listOrigins } from "./list-origins.ts";
import type { Services } from "../services.ts";

const kept = new WeakMap<Db, { readonly until: number; readonly origins: ReadonlySet<string> }>();

/**
 * The origins of all sites, also of those that are off: their pages read that they are. They are kept for some seconds, so that a browser's preflight costs
 * no round trip; a site that was just changed follows within that time.
 */
export const allowedOrigins = async ({ db, clock }: Pick<Services, "db" | "clock">): Promise<ReadonlySet<string>> => {
  const now = clock.now();
  const cached = kept.get(db);
  if (cached && cached.until > now) return cached.origins;
  const origins = new Set(await listOrigins(db));
  kept.set(db, { until: now + 5 * second, origins });
  return origins;
};

/** Forgets what was kept, so that a change made here counts at once. */
export const forgetOrigins = (db: Db): void => {
  kept.delete(db);
};
