import { signal } from "@lit-labs/signals";
import { Resource } from "../../client/resource.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

type Read<T> = (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<T>>;

/** A list that is read page by page. */
export class Paged<T> {
  readonly #pages = new Resource<Page<T>>();
  readonly #readingMore = signal(false);
  readonly #read: Read<T>;

  constructor(read: Read<T>) {
    this.#read = read;
  }

  get items(): readonly T[] | undefined {
    return this.#pages.value?.items;
  }

  get error(): unknown {
    return this.#pages.error;
  }

  get hasMore(): boolean {
    return this.#pages.value?.nextCursor != null;
  }

  get readingMore(): boolean {
    return this.#readingMore.get();
  }

  /** Reads from the start. */
  load(): Promise<void> {
    return this.#pages.load((signal) => this.#read(undefined, signal));
  }

  /** Takes out what is gone, before the list is read again. */
  drop(isGone: (item: T) => boolean): void {
    const page = this.#pages.value;
    if (page) this.#pages.set({ ...page, items: page.items.filter((item) => !isGone(item)) });
  }

  /** Adds the next page. Throws what the read throws. */
  async more(): Promise<void> {
    const before = this.#pages.value;
    if (!before?.nextCursor || this.readingMore) return;
    this.#readingMore.set(true);
    try {
      const { items, nextCursor } = await this.#read(before.nextCursor);
      if (before === this.#pages.value) this.#pages.set({ items: [...before.items, ...items], nextCursor });
    } finally {
      this.#readingMore.set(false);
    }
  }
}
