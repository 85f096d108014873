import type { Ms } from "@docket/core/time";

/**
 * Something is in the way of the whole lane, as the message says: it waits until then. With null nobody answered: it waits
 * for longer and longer, and others of the lane are tried before this row is again. This counts as no try, however often it
 * happens, so that the row is never parked for it; unless others were answered in between.
 */
export class Postponed extends Error {
  override readonly name = "Postponed";
  readonly until: Ms | null;

  constructor(until: Ms | null, message: string) {
    super(message);
    this.until = until;
  }
}
