import { second } from "@docket/core/time";
import type { Call } from "../context.ts";
import { problem } from "../http/problem.ts";

const patience = 2 * second;
const longestPause = 60;

/**
 * Tries until an attempt gives a result. An attempt gives null when somebody else was first: then it
 * is made again on what is there now, after a random pause, for up to two seconds. At the deadline
 * it is `ticket.conflict`, and nothing was written.
 */
export const untilCommitted = async <T>({ services }: Call, attempt: () => Promise<T | null>): Promise<T> => {
  const { clock, ids } = services;
  const deadline = clock.now() + patience;
  for (let tries = 1; ; tries++) {
    const result = await attempt();
    if (result !== null) return result;
    if (clock.now() >= deadline) {
      throw problem("ticket.conflict", "Others are changing this ticket at the same moment. Please try again.");
    }
    await clock.sleep(1 + ids.fraction() * Math.min(longestPause, 4 * 2 ** tries));
  }
};
