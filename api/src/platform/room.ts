/** What somebody holds of a room, under each of these names; the last one is their network. */
export interface Share {
  readonly names: readonly [...string[], network: string];
  size: number;
}

/**
 * How much each holds of something that all share. Where it gets too full, whoever holds most gives up what they have held
 * for longest: so nobody is kept out who holds little, however many networks are used to fill it.
 */
export class Room {
  #total = 0;
  readonly #sizes = new Map<string, number>();
  /** What can be ended of each network, the oldest first. */
  readonly #open = new Map<string, Map<Share, () => void>>();

  get total(): number {
    return this.#total;
  }

  sizeOf(name: string): number {
    return this.#sizes.get(name) ?? 0;
  }

  /** Makes a share larger, or smaller. */
  grow(share: Share, more: number): void {
    share.size += more;
    this.#total += more;
    for (const name of share.names) {
      const size = this.sizeOf(name) + more;
      if (size > 0) this.#sizes.set(name, size);
      else this.#sizes.delete(name);
    }
  }

  /** From now on a share may be ended for the sake of others. It is removed before `end` is called. */
  open(share: Share, end: () => void): void {
    const network = networkOf(share);
    const ofNetwork = this.#open.get(network) ?? new Map<Share, () => void>();
    this.#open.set(network, ofNetwork);
    ofNetwork.delete(share);
    ofNetwork.set(share, end);
  }

  /** From now on it stays until it is removed. */
  settle(share: Share): void {
    const network = networkOf(share);
    const ofNetwork = this.#open.get(network);
    ofNetwork?.delete(share);
    if (ofNetwork?.size === 0) this.#open.delete(network);
  }

  remove(share: Share): void {
    this.settle(share);
    this.grow(share, -share.size);
  }

  /** Ends the oldest share of a network; false where there is none. */
  endOldest(network: string): boolean {
    const [oldest] = this.#open.get(network) ?? [];
    if (oldest === undefined) return false;
    const [share, end] = oldest;
    this.remove(share);
    end();
    return true;
  }

  /** The network that holds most, of those that have a share to end; null where none has. */
  fullest(): string | null {
    let found: string | null = null;
    for (const network of this.#open.keys()) {
      if (found === null || this.sizeOf(network) > this.sizeOf(found)) found = network;
    }
    return found;
  }
}

const networkOf = ({ names }: Share): string => names.at(-1) ?? "";
