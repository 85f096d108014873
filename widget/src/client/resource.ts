import { Signal, signal } from "@lit-labs/signals";
import { isAway, isGone, isSwitchedOff } from "./api.ts";
import { restDelay, retryDelay } from "./retry-delay.ts";

interface ResourceState<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
}

const nothingYet = { value: undefined, error: undefined, loading: false } as const;

/**
 * Something that is read from the desk. It keeps the last value while it is read again; the newest read wins. While the
 * desk is away, or switched off for the site, it is tried again, less and less often, as long as it is shown somewhere.
 */
export class Resource<T> {
  readonly #state = signal<ResourceState<T>>(nothingYet);
  #newest: AbortController | null = null;
  #failures = 0;

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

  /**
   * Reads it again. A failure is kept in `error`; the value stays, unless the failure is that it is gone. `again` is how it is tried again by itself, for what is
   * more than this one read.
   */
  async load(
    read: (signal: AbortSignal) => Promise<T>,
    again: () => Promise<void> = () => this.load(read, again),
  ): Promise<void> {
    this.#newest?.abort();
    const turn = new AbortController();
    this.#newest = turn;
    this.#state.set({ ...this.#state.get(), loading: true });
    try {
      const value = await read(turn.signal);
      if (turn !== this.#newest) return;
      this.#failures = 0;
      this.#state.set({ value, error: undefined, loading: false });
    } catch (error) {
      if (turn !== this.#newest) return;
      this.#state.set({ value: isGone(error) ? undefined : this.value, error, loading: false });
      if (isAway(error)) this.#wait(turn.signal, retryDelay(this.#failures++), again);
      if (isSwitchedOff(error)) this.#wait(turn.signal, restDelay(), again);
    }
  }

  #wait(superseded: AbortSignal, delay: number, again: () => Promise<void>): void {
    const over = new AbortController();
    const retry = () => {
      over.abort();
      if (Signal.subtle.hasSinks(this.#state)) void again();
    };
    const timer = setTimeout(retry, delay);
    over.signal.addEventListener("abort", () => clearTimeout(timer));
    superseded.addEventListener("abort", () => over.abort());
    addEventListener("online", retry, { signal: over.signal });
  }

  /** Puts a value that came with another answer; a read that is under way no longer counts. */
  set(value: T): void {
    this.#leave();
    this.#state.set({ value, error: undefined, loading: false });
  }

  clear(): void {
    this.#leave();
    this.#state.set(nothingYet);
  }

  #leave(): void {
    this.#newest?.abort();
    this.#newest = null;
    this.#failures = 0;
  }
}
