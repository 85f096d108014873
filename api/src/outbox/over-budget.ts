import type { Ms } from "@docket/core/time";

/**
 * It would be one too many of its kind for now: the row is shown to admins, who may send it at once, and is taken up by itself
 * at `until`. It waits in a `lane` of its own kind, so that nothing else waits for it. Nothing is wrong, and it counts as no
 * try.
 */
export class OverBudget extends Error {
  override readonly name = "OverBudget";
  readonly until: Ms;
  readonly lane: string;

  constructor(until: Ms, lane: string, message: string) {
    super(message);
    this.until = until;
    this.lane = lane;
  }
}
