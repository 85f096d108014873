import { ApiError } from "@docket/api/client";
import { msg, str } from "@lit/localize";

export { ApiError, createClient, newKey } from "@docket/api/client";
export type { Client } from "@docket/api/client";

/** A sentence for people that says what went wrong and, where it helps, what to do next. */
export const problemText = (error: unknown): string => {
  if (!(error instanceof ApiError)) return msg("Something went wrong. Please try again.");
  const { status, code, detail, errors, requestId } = error.problem;
  if (status === 0) return msg("No connection. Check the network and try again.");
  if (errors && errors.length > 0) return [...new Set(errors.map(({ message }) => message))].join(" ");
  if (status >= 500 && requestId && code !== "integration.failed")
    return msg(str`${detail} If it happens again, mention ${requestId}.`);
  return detail;
};

/** True when nobody knows whether the server got the request: the same idempotency key may be sent again. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 500);

/** True when the session is gone and a new one is needed. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiError && ["auth.required", "auth.invalid_session"].includes(error.problem.code);

/** True while the site of a widget is switched off: asking again and again changes nothing. */
export const isSwitchedOff = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === "site.off";

/** What the desk found wrong with the input, by the last part of the field's path: `email`, not `requester.email`. */
export const fieldErrors = (error: unknown): Readonly<Record<string, string>> => {
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return Object.fromEntries(errors.map(({ field, message }) => [field.split(".").at(-1) ?? field, message]));
};
