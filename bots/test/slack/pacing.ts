import { Refused } from "./refused.ts";

/** How many messages a channel takes: about one a second, when it is strict. */
export class Pacing {
  /** Whether it minds. */
  strict = false;
  readonly #now: () => number;
  readonly #last = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A message comes in. Throws `Refused` where it came too fast. */
  sent(channelId: string): void {
    const now = this.#now();
    const next = (this.#last.get(channelId) ?? Number.NEGATIVE_INFINITY) + 1000;
    if (this.strict && now < next)
      throw new Refused("ratelimited", [], { retryAfter: Math.max(1, Math.ceil((next - now) / 1000)) });
    this.#last.set(channelId, now);
  }
}
