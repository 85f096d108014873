import type { DiscordError } from "./discord-error.ts";
import { tooMany } from "./discord-error.ts";

/** How many calls a bucket takes in how many milliseconds. */
export interface Bucket {
  readonly limit: number;
  readonly window: number;
}

interface Counted {
  used: number;
  resetsAt: number;
}

const second = 1000;
const overall: Bucket = { limit: 50, window: second };

/** The headers of an answer that say how much is left of its bucket. */
export type LimitHeaders = Readonly<Record<string, string>>;

/**
 * Discord's limits: fifty calls a second in all, and in the strict mode so many of one route and channel
 * (https://discord.com/developers/docs/topics/rate-limits).
 */
export class RateLimits {
  /** What a bucket takes; null is as much as comes. */
  strict: Bucket | null = null;
  /** Whether there is a limit of all calls together. */
  global = true;
  readonly #now: () => number;
  readonly #counts = new Map<string, Counted>();

  constructor(now: () => number) {
    this.#now = now;
  }

  #take(key: string, { limit, window }: Bucket): Counted & { readonly over: boolean } {
    const now = this.#now();
    let count = this.#counts.get(key);
    if (!count || count.resetsAt <= now) count = { used: 0, resetsAt: now + window };
    this.#counts.set(key, count);
    const over = count.used >= limit;
    if (!over) count.used += 1;
    return { ...count, over };
  }

  /** Counts a call of this bot on this route with its major parameter. Throws the error of one call too many. */
  count(appId: string, route: string, major: string): LimitHeaders {
    const now = this.#now();
    const all = this.#take(appId, overall);
    if (all.over && this.global) throw tooMany((all.resetsAt - now) / second, "global");
    if (!this.strict) return {};
    const { limit } = this.strict;
    const { used, resetsAt, over } = this.#take(`${appId} ${route} ${major}`, this.strict);
    const seconds = (resetsAt - now) / second;
    const headers = {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(limit - used),
      "x-ratelimit-reset": String(resetsAt / second),
      "x-ratelimit-reset-after": String(seconds),
      "x-ratelimit-bucket": Buffer.from(route).toString("hex").slice(-32),
    };
    if (!over) return headers;
    const error: DiscordError = tooMany(seconds, "user");
    Object.assign(error.headers, headers);
    throw error;
  }
}
