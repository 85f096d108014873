import type { Ms } from "@docket/core/time";

/**
 * The row has had its turn, and may want another: it goes to the end of its lane, so that the others come first. None of
 * the lane is done before `until`. Nothing is wrong, and it counts as no try.
 */
export class TurnOver extends Error {
  override readonly name = "TurnOver";
  readonly until: Ms;

  constructor(until: Ms) {
    super("Its turn is over.");
    this.until = until;
  }
}
