import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { hour } from "@docket/core/time";

/** So many are remembered, for so long: the desk keeps a file that nobody uses for longer. */
const most = 200;
const longest = hour;

/**
 * Files that were brought to the desk a moment ago: where the message itself was not taken yet, the next try need not
 * fetch and send them once more.
 */
export class Uploads {
  readonly #known = new Map<string, { readonly id: Id<"attachment">; readonly at: Ms }>();
  readonly #now: () => Ms;

  constructor(now: () => Ms = Date.now) {
    this.#now = now;
  }

  /** The file that was brought under this key; null when there is none, or it was too long ago. */
  find(key: string): Id<"attachment"> | null {
    const known = this.#known.get(key);
    return known && this.#now() - known.at < longest ? known.id : null;
  }

  keep(key: string, id: Id<"attachment">): void {
    this.#known.set(key, { id, at: this.#now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
  }
}
