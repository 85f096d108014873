import type { Ms } from "@docket/core/time";

/**
 * Something is in the way, as the message says: the row waits until then, or, with null, for longer and longer. This
 * counts as no try, however often it happens, so that the row is never parked for it.
 */
export class Postponed extends Error {
  override readonly name = "Postponed";
  readonly until: Ms | null;

  constructor(until: Ms | null, message: string) {
    super(message);
    this.until = until;
  }
}
