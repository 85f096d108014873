const epoch = 1_420_070_400_000n;
const sequenceBits = 22n;

/** The time at which something with this id was made, in milliseconds. */
export const timeOf = (id: string): number => Number((BigInt(id) >> sequenceBits) + epoch);

/** Makes ids that grow, by a clock. */
export class Snowflakes {
  readonly #now: () => number;
  #last = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    const first = (BigInt(this.#now()) - epoch) << sequenceBits;
    this.#last = first > this.#last ? first : this.#last + 1n;
    return String(this.#last);
  }
}
