import type { Clock } from "../src/services.ts";

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** A clock that stands still until a test moves it or somebody sleeps; sleeping takes no time of ours. */
export class FakeClock implements Clock {
  #sleepers: readonly Sleeper[] = [];
  #now: number;

  constructor(now = Date.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Others may run first; then whoever is to wake next wakes, and it is their time. */
  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      const sleeper = { until: Math.ceil(this.#now + ms), wake };
      this.#sleepers = [...this.#sleepers, sleeper].toSorted((one, other) => one.until - other.until);
      setImmediate(() => this.#wakeNext());
    });
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  #wakeNext(): void {
    const [next, ...others] = this.#sleepers;
    if (next === undefined) return;
    this.#sleepers = others;
    this.#now = Math.max(this.#now, next.until);
    next.wake();
  }
}
