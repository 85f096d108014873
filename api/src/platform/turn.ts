/** The turn of one request among those of the same caller. */
export interface Turn {
  /** Does the work of the request when it is its turn. Throws `request.rate_limited` where too many wait already. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for something outside of the desk, such as a body on its way: meanwhile the turn is another one's. */
  outside<T>(work: () => Promise<T>): Promise<T>;
  /** Says whose request it was: from now on what shows the same has turns of its own. */
  isOf(account: string): void;
}

/** For a platform that has no line: there each request has its own share of the machine. */
export const noLine: Turn = { take: (work) => work(), outside: (work) => work(), isOf: () => undefined };
