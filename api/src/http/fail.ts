import { hasShut } from "@docket/core/actor";
import type { ErrorCode } from "@docket/core/errors";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv, Call } from "../context.ts";
import { isUnavailable } from "../db/client.ts";
import { isDiskFault } from "../db/faults.ts";
import { HungUp } from "./body.ts";
import { ProblemError, problem, problemResponse, switchedOff } from "./problem.ts";

/** What a library refuses by a status of its own. */
export const refusals: Readonly<Partial<Record<number, readonly [ErrorCode, string]>>> = {
  400: ["request.malformed", "The request cannot be read."],
  401: ["auth.required", "This needs a session."],
  403: ["permission.denied", "You may not do this."],
  404: ["route.not_found", "There is nothing at this address."],
  405: ["route.method_not_allowed", "This method is not allowed here."],
  413: ["request.too_large", "The request is too large."],
  415: ["request.unsupported_media_type", "This kind of content is not taken here."],
  429: ["request.rate_limited", "Please try again in a moment."],
};

/** The log has said it, and the desk counts as not ready. It takes a person, so it lasts. */
const cannotSave =
  "The desk cannot save anything at the moment. Whoever runs it has been told. Please try again later.";

const asProblem = (error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error;
  const refusal = error instanceof HTTPException ? refusals[error.status] : undefined;
  if (refusal) return problem(...refusal);
  if (isDiskFault(error)) return problem("server.unavailable", cannotSave, undefined, { retryAfter: 30 });
  if (isUnavailable(error)) {
    return problem("server.unavailable", "Please try again in a moment.", undefined, { retryAfter: 2 });
  }
  return problem(
    "server.error",
    "It was not your fault. Please try again, and tell us this request's id if it goes on.",
  );
};

/** Whoever cannot see tickets of theirs that are shut learns that they are, and not that there are none. */
const ofShut = (failure: ProblemError, c: Context<AppEnv>): ProblemError => {
  const call: Call | undefined = c.get("call");
  return call && hasShut(call.actor) && failure.error.code === "resource.not_found" ? switchedOff() : failure;
};

/** A program that is refused learns what it is refused as: nothing is wrong with its key. */
const ofKey = (failure: ProblemError, c: Context<AppEnv>): ProblemError => {
  const call: Call | undefined = c.get("call");
  const isAlone = call?.actor.kind === "key" && call.actor.onBehalfOf === null;
  if (!isAlone || failure.error.code !== "permission.denied") return failure;
  const why = "This is not among what an API key may do in its own name, or the key lacks the scope for it.";
  return problem("permission.denied", why);
};

/** Turns everything that was thrown into a problem document; only what nobody foresaw is logged as an error. */
export const fail = (error: Error, c: Context<AppEnv>): Response => {
  // Nobody gets it: in the log the status says what became of the request, as it does in those of proxies.
  if (error instanceof HungUp) return new Response(null, { status: 499 });
  const failure = ofKey(ofShut(asProblem(error), c), c);
  const log = c.env.log.with({ requestId: c.get("requestId") });
  if (failure.error.code === "server.error") log.error("request failed", { error });
  return problemResponse(failure, c.get("requestId"));
};
