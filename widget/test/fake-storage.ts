/** A browser's storage that lives as long as the test, or throws as it does where cookies are blocked. */
export class FakeStorage implements Storage {
  readonly #items = new Map<string, string>();
  broken = false;

  get length(): number {
    return this.#usable().size;
  }

  key(index: number): string | null {
    return [...this.#usable().keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#usable().get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#usable().set(key, value);
  }

  removeItem(key: string): void {
    this.#usable().delete(key);
  }

  clear(): void {
    this.#usable().clear();
  }

  #usable(): Map<string, string> {
    if (this.broken) throw new DOMException("The operation is insecure.", "SecurityError");
    return this.#items;
  }
}
