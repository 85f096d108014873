/**
 * Small things that survive a reload, as JSON under one prefix. Where the browser's storage throws, or is
 * not there, they live as long as the page.
 */
export class Kept {
  readonly #prefix: string;
  readonly #storage: () => Storage;
  readonly #memory = new Map<string, unknown>();

  constructor(prefix: string, storage: () => Storage = () => localStorage) {
    this.#prefix = prefix;
    this.#storage = storage;
  }

  /** What was kept under this name, as far as it can be read; null when there is nothing. */
  get(name: string): unknown {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      const text = this.#storage().getItem(this.#prefix + name);
      return text === null ? null : JSON.parse(text);
    } catch {
      return null;
    }
  }

  set(name: string, value: unknown): void {
    try {
      this.#storage().setItem(this.#prefix + name, JSON.stringify(value));
      this.#memory.delete(name);
    } catch {
      this.#memory.set(name, value);
    }
  }

  remove(name: string): void {
    this.#memory.delete(name);
    try {
      this.#storage().removeItem(this.#prefix + name);
    } catch {
      // There was nothing to remove from.
    }
  }
}
