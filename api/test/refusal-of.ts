import { ProblemError } from "../src/http/problem.ts";

/** The code of a refusal and when to come back, in seconds; null where nothing was refused. */
export const refusalOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof ProblemError ? [error.error.code, error.extra.retryAfter] : error),
  );
