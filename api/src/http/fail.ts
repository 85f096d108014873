import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv } from "../context.ts";
import { isUnavailable } from "../db/client.ts";
import { ProblemError, problem, problemResponse } from "./problem.ts";

const asProblem = (error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException && error.status === 400) {
    return problem("request.malformed", "The body is not JSON.");
  }
  if (isUnavailable(error)) {
    return problem("server.unavailable", "Please try again in a moment.", undefined, { retryAfter: 2 });
  }
  return problem(
    "server.error",
    "It was not your fault. Please try again, and tell us this request's id if it goes on.",
  );
};

/** Turns everything that was thrown into a problem document; only what nobody foresaw is logged as an error. */
export const fail = (error: Error, c: Context<AppEnv>): Response => {
  const failure = asProblem(error);
  const log = c.env.log.with({ requestId: c.get("requestId") });
  // Who hangs up while sending a body is nobody's to be called out of bed for.
  const hungUp = c.req.raw.signal.aborted;
  if (failure.error.code === "server.error") log[hungUp ? "warn" : "error"]("request failed", { error, hungUp });
  if (failure.error.code === "server.unavailable") log.warn("unavailable", { error });
  return problemResponse(failure, c.get("requestId"));
};
