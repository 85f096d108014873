/** How many turns of the loop may go to new connections alone before the next request begins. */
const mostArrivals = 64;

/**
 * Hands out the turns of the event loop to requests, one at a time and in the order in which they were asked for. A database in
 * this process answers before a promise does: all requests that were read at once would be done in one turn, with everybody
 * else waiting. Node takes one new connection in each turn (libuv, `uv__server_io`): while some come, nothing else is begun,
 * so that nobody waits behind the requests of those who came before.
 */
export class LoopTurns {
  readonly #waiting: (() => void)[] = [];
  #hasArrived = false;
  #arrivals = 0;

  /** Somebody's connection was taken. */
  arrived(): void {
    this.#hasArrived = true;
  }

  /** Resolves when it is this one's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#give);
    });
  }

  readonly #give = (): void => {
    if (this.#hasArrived && this.#arrivals < mostArrivals) {
      this.#hasArrived = false;
      this.#arrivals++;
    } else {
      this.#arrivals = 0;
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length > 0) setImmediate(this.#give);
  };
}
