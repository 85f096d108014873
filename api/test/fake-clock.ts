import type { Clock } from "../src/services.ts";

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;

  constructor(now = Date.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Others may run first, but no time passes. */
  sleep(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
