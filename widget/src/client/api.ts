import { ApiError } from "@docket/api/client";
import { msg, str } from "@lit/localize";

export { ApiError, createClient, newKey } from "@docket/api/client";
export type { Client } from "@docket/api/client";

/** That nobody answered. Only where the browser knows it for certain the network is to blame. */
export const noAnswerText = (): string =>
  navigator.onLine ? msg("The help desk does not answer just now.") : msg("There is no connection. Check the network.");

/** A sentence for people that says what went wrong and, where it helps, what to do next. */
export const problemText = (error: unknown): string => {
  if (!(error instanceof ApiError)) return msg("Something went wrong. Please try again.");
  const { status, code, detail, errors, requestId } = error.problem;
  if (status === 0) return msg(str`${noAnswerText()} Try again in a moment.`);
  if (errors && errors.length > 0) return [...new Set(errors.map(({ message }) => message))].join(" ");
  if (code === "server.error" && requestId) return msg(str`${detail} If it happens again, mention ${requestId}.`);
  return detail;
};

/** True when nobody knows whether the server got the request: the same idempotency key may be sent again. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 500);

/** True while the desk is away. A chat that does not answer the desk is the chat's own matter. */
export const isAway = (error: unknown): boolean =>
  isUnanswered(error) && error instanceof ApiError && error.problem.code !== "integration.failed";

/** What went wrong with something that is shown: while the desk is away it is read again by itself. */
export const readingText = (error: unknown): string => {
  if (!isAway(error)) return problemText(error);
  const why = error instanceof ApiError && error.problem.status === 0 ? noAnswerText() : problemText(error);
  return msg(str`${why} Trying again …`);
};

/** What went wrong with words that were on their way, and stand where they were written. */
export const writingText = (error: unknown): string =>
  isAway(error) ? msg(str`${problemText(error)} What you wrote is kept.`) : problemText(error);

/** True when the session is gone and a new one is needed. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiError && ["auth.required", "auth.invalid_session"].includes(error.problem.code);

/** True when what was asked for is not there, or no longer: asking again changes nothing. */
export const isGone = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === "resource.not_found";

/** True while the site of a widget is switched off: asking again and again changes nothing. */
export const isSwitchedOff = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === "site.off";

/** What the desk found wrong with the input, by the last part of the field's path: `email`, not `requester.email`. */
export const fieldErrors = (error: unknown): Readonly<Record<string, string>> => {
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return Object.fromEntries(errors.map(({ field, message }) => [field.split(".").at(-1) ?? field, message]));
};
