import { AsyncLocalStorage } from "node:async_hooks";
import { problem } from "../http/problem.ts";
import type { Passwords } from "./auth.ts";

/** How many passwords are hashed at a time: each takes one of the four threads that files, packing and tokens need, too. */
const atOnce = 2;
/** How many requests with passwords are under way at a time: of one caller, and of all. */
export const mostPlaces = { caller: 10, all: 60 };

/**
 * The line for all hashing of passwords in a process. Whoever finds no place in it is told to come back, before anything is
 * done or counted; who has one always gets a turn, and callers take turns however many places each has.
 */
export class PasswordLine implements Passwords {
  readonly #caller = new AsyncLocalStorage<string>();
  readonly #places = new Map<string, number>();
  #taken = 0;
  /** What waits of each caller; the first caller is next. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #running = 0;

  async withPlace<T>(caller: string, work: () => Promise<T>): Promise<T> {
    if ((this.#places.get(caller) ?? 0) >= mostPlaces.caller) {
      const detail = "Too many passwords are being looked at for your network right now. Please try again in a moment.";
      throw problem("request.rate_limited", detail, undefined, { retryAfter: 2 });
    }
    if (this.#taken >= mostPlaces.all) {
      const detail = "Too many people are signing in right now. Please try again in a moment.";
      throw problem("server.unavailable", detail, undefined, { retryAfter: 5 });
    }
    this.#count(caller, 1);
    try {
      return await this.#caller.run(caller, work);
    } finally {
      this.#count(caller, -1);
    }
  }

  #count(caller: string, more: 1 | -1): void {
    this.#taken += more;
    const places = (this.#places.get(caller) ?? 0) + more;
    if (places > 0) this.#places.set(caller, places);
    else this.#places.delete(caller);
  }

  async inTurn<T>(hash: () => Promise<T>): Promise<T> {
    if (this.#running < atOnce) this.#running++;
    else await this.#turnOf(this.#caller.getStore() ?? "");
    try {
      return await hash();
    } finally {
      this.#handOn();
    }
  }

  #turnOf(caller: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(caller, [...(this.#waiting.get(caller) ?? []), resolve]);
    });
  }

  /** Begins what is next; the rest of its caller goes behind everybody else's. */
  #handOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running--;
      return;
    }
    const [caller, [begin, ...rest]] = next;
    this.#waiting.delete(caller);
    if (rest.length > 0) this.#waiting.set(caller, rest);
    begin?.();
  }
}
