import { ApiError } from "@docket/api/client";
import type { RelayOutcome } from "./relay.ts";
import { isDeskAway } from "./relay.ts";

/** The desk did not answer: the same is to be handed over again. */
export class DeskAway extends Error {
  override readonly name = "DeskAway";

  constructor() {
    super("The desk did not answer.");
  }
}

/** Whether something failed only because the desk did not answer, or wanted less at once. */
export const isAway = (error: unknown): boolean =>
  error instanceof DeskAway || (error instanceof ApiError && isDeskAway(error));

/** What the author of something is told while the desk is away. */
export const handedOverAgain = "Docket does not answer right now. What you wrote is not lost: it is handed over again.";

/** Why something was not taken with which something went wrong that nobody foresaw. */
export const wentWrong = "Something went wrong with it. Please try again.";

/** What became of something, if the desk has answered. Throws `DeskAway`. */
export const answered = (outcome: RelayOutcome): RelayOutcome => {
  if (outcome.kind === "refused" && outcome.isAway) throw new DeskAway();
  return outcome;
};
