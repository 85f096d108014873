import type { Kept } from "./kept.ts";

const pause = 400;

/** What somebody is writing, kept a moment after they stopped typing. */
export class Draft<T> {
  readonly #kept: Kept;
  readonly #name: string;
  #pending: { readonly value: T | null } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(kept: Kept, name: string) {
    this.#kept = kept;
    this.#name = name;
  }

  /** What is written so far. */
  get value(): T | null {
    return this.#pending ? this.#pending.value : (this.#kept.get(this.#name) as T | null);
  }

  /** Null means that nothing is left of it. */
  write(value: T | null): void {
    clearTimeout(this.#timer);
    this.#pending = { value };
    if (value === null) this.save();
    else this.#timer = setTimeout(() => this.save(), pause);
  }

  /** Keeps at once what waits to be kept. */
  save(): void {
    clearTimeout(this.#timer);
    if (!this.#pending) return;
    const { value } = this.#pending;
    this.#pending = null;
    if (value === null) this.#kept.remove(this.#name);
    else this.#kept.set(this.#name, value);
  }
}
