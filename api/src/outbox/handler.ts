import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import type { BatchItem } from "drizzle-orm/batch";
import type { Services } from "../services.ts";

/** The row that a handler works on. */
export interface Job {
  readonly id: Id<"outbox">;
  readonly createdAt: Ms;
  /** Nobody has begun with it before, or that came to nothing for certain. */
  readonly isFirst: boolean;
  /** Somebody wants it done although it was held back. */
  readonly isReleased: boolean;
  /** It did not go out at once: what it is about may be different by now. */
  readonly hasWaited: boolean;
  /** Fires when the handler has taken too long and what it does counts no more. */
  readonly signal: AbortSignal;
}

/** What may become of a row that failed for good or is held back. */
export type Parking = "parked" | "retried" | "discarded";

/** Does what is owed. It may be called more than once for the same row, and must then take effect once. */
export interface Handler<O> {
  /** Throws when it has to be tried again, `PermanentFailure` when that would not help. */
  run(services: Services, owed: O, job: Job): Promise<void>;
  /** What else is written when a row is parked, taken up again, or given up for good. */
  record?(services: Services, owed: O, outcome: Parking): readonly BatchItem<"sqlite">[];
}
