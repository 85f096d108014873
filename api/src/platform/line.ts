/** What waits, by who takes turns: whoever is named first goes behind the others of that level once one of theirs is taken. */
class Queue<T> {
  readonly #items: T[] = [];
  readonly #named = new Map<string, Queue<T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  sizeOf([name, ...rest]: readonly string[]): number {
    return name === undefined ? this.#size : (this.#named.get(name)?.sizeOf(rest) ?? 0);
  }

  add([name, ...rest]: readonly string[], item: T, isFirst: boolean): void {
    this.#size++;
    if (name === undefined) {
      if (isFirst) this.#items.unshift(item);
      else this.#items.push(item);
      return;
    }
    const named = this.#named.get(name) ?? new Queue<T>();
    this.#named.set(name, named);
    named.add(rest, item, isFirst);
  }

  take(): T | undefined {
    if (this.#size > 0) this.#size--;
    const [first] = this.#named;
    if (first === undefined) return this.#items.shift();
    const [name, named] = first;
    const item = named.take();
    this.#named.delete(name);
    if (named.size > 0) this.#named.set(name, named);
    return item;
  }
}

/**
 * A line for something of which a few run at a time. Those who wait take turns by their names, the widest first: one who
 * sends many waits behind one who sends a few.
 */
export class Line {
  readonly #atOnce: number;
  readonly #waiting = new Queue<() => void>();
  #running = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** How many wait. */
  get length(): number {
    return this.#waiting.size;
  }

  /** How many of those wait who are named so. */
  lengthOf(names: readonly string[]): number {
    return this.#waiting.sizeOf(names);
  }

  get isEmpty(): boolean {
    return this.#running === 0;
  }

  /** Resolves when it is the turn of whoever is named so; `isBack` is for who had it already, and goes before their own. */
  async enter(names: readonly string[], isBack = false): Promise<void> {
    if (this.#running < this.#atOnce) {
      this.#running++;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.add(names, resolve, isBack);
    });
  }

  /** Hands the turn on. */
  leave(): void {
    const begin = this.#waiting.take();
    if (begin) begin();
    else this.#running--;
  }
}
