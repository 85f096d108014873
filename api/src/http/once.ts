import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { idempotencyQuery } from "./idempotency-query.ts";
import { ProblemError } from "./problem.ts";
import { checkReplay, replayedHeader } from "./idempotency.ts";

/** The same request, sent twice at the same moment, was carried out by its twin. */
export class RepeatedRequest extends Error {}

/**
 * Carries out a POST once for each idempotency key: a repeated one is answered by `replay` with what
 * the first one kept, shown as it is now.
 */
export const once = async <T>(
  c: Context<AppEnv>,
  perform: () => Promise<T>,
  replay: (result: never) => Promise<T>,
): Promise<T> => {
  const again = (result: unknown) => {
    for (const [name, value] of Object.entries(replayedHeader)) c.header(name, value);
    return replay(result as never);
  };
  const earlier = c.get("replay");
  if (earlier !== undefined) return again(earlier);
  try {
    return await perform();
  } catch (error) {
    const { idempotency, services } = c.get("call");
    // The twin may also have done just that for want of which this one was refused.
    const mayBeTwin = error instanceof RepeatedRequest || error instanceof ProblemError;
    if (!mayBeTwin || idempotency === null) throw error;
    const [rows] = await services.db.read(idempotencyQuery(services.db, idempotency));
    const result = checkReplay(idempotency, rows[0]);
    if (result === undefined) throw error;
    return again(result);
  }
};
