/** More messages than are deleted while they are still on their way. */
const mostGone = 10_000;

/**
 * Does what concerns one message after the other, in the order in which it happened: a change or a deletion may come while
 * the message itself is still being taken, and must not be done before it. Of what was deleted it is remembered for a while
 * that it is gone: what is handed over once more must not bring it back.
 */
export class InOrder {
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #gone = new Set<string>();

  /** Resolves with what the work comes to, once all that was begun before for the same message has ended. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work);
    const ended = mine.catch(() => undefined);
    this.#last.set(key, ended);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    }
  }

  /** A message was deleted, whatever is still being done about it. */
  wasDeleted(key: string): void {
    this.#gone.delete(key);
    this.#gone.add(key);
    const [oldest] = this.#gone;
    if (this.#gone.size > mostGone && oldest !== undefined) this.#gone.delete(oldest);
  }

  /** Whether nobody has deleted it. */
  stands(key: string): boolean {
    return !this.#gone.has(key);
  }
}
