/**
 * What goes wrong with a call: an answer of this status, an error of Slack's own, a 429, no answer at all, or the answer
 * gets lost after the call was taken.
 */
export type Fault =
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "error"; readonly error: string }
  | { readonly kind: "limit"; readonly retryAfter: number }
  | { readonly kind: "hang" }
  | { readonly kind: "drop" };

interface Planned {
  readonly methods: readonly string[];
  readonly fault: Fault;
  /** How many calls go well before. */
  skip: number;
  /** How many calls it meets. */
  times: number;
}

/** What goes wrong, and when. */
export class Faults {
  #planned: Planned[] = [];

  /** The next calls of these methods, after `skip` that go well, meet this fault. */
  next(methods: string | readonly string[], fault: Fault, { skip = 0, times = 1 } = {}): void {
    this.#planned.push({ methods: typeof methods === "string" ? [methods] : methods, fault, skip, times });
  }

  /** From now on nothing goes wrong. */
  clear(): void {
    this.#planned = [];
  }

  /** What goes wrong with this call. */
  meet(method: string): Fault | null {
    const planned = this.#planned.find(({ methods }) => methods.includes(method) || methods.includes("*"));
    if (!planned) return null;
    if (planned.skip > 0) {
      planned.skip--;
      return null;
    }
    planned.times--;
    if (planned.times === 0) this.#planned = this.#planned.filter((one) => one !== planned);
    return planned.fault;
  }
}
