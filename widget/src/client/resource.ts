import { signal } from "@lit-labs/signals";

interface ResourceState<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
}

const nothingYet = { value: undefined, error: undefined, loading: false } as const;

/** Something that is read from the desk. It keeps the last value while it is read again; the newest read wins. */
export class Resource<T> {
  readonly #state = signal<ResourceState<T>>(nothingYet);
  #newest: AbortController | null = null;

  get value(): T | undefined {
    return this.#state.get().value;
  }

  /** Why the last read failed; undefined when it did not. */
  get error(): unknown {
    return this.#state.get().error;
  }

  get loading(): boolean {
    return this.#state.get().loading;
  }

  /** Reads it again. A failure is kept in `error`; the value stays. */
  async load(read: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#newest?.abort();
    const turn = new AbortController();
    this.#newest = turn;
    this.#state.set({ ...this.#state.get(), loading: true });
    try {
      const value = await read(turn.signal);
      if (turn === this.#newest) this.#state.set({ value, error: undefined, loading: false });
    } catch (error) {
      if (turn === this.#newest) this.#state.set({ ...this.#state.get(), error, loading: false });
    }
  }

  /** Puts a value that came with another answer; a read that is under way no longer counts. */
  set(value: T): void {
    this.#newest?.abort();
    this.#newest = null;
    this.#state.set({ value, error: undefined, loading: false });
  }

  clear(): void {
    this.#newest?.abort();
    this.#newest = null;
    this.#state.set(nothingYet);
  }
}
