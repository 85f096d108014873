/** Resolves in the next turn of the event loop, when whoever sent a request was let in. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/**
 * Hands out the turns of the event loop, one at a time and in the order in which they were asked for. Between two of them
 * the loop gets to whoever sent a request: a database in this process answers before a promise does, and work that waits
 * for nothing else would let nobody in between until all of it is done.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is this one's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#give);
    });
  }

  /** Whether the turn that comes is for whoever waits here. */
  protected isFree(): boolean {
    return true;
  }

  readonly #give = (): void => {
    if (this.isFree()) this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(this.#give);
  };
}
