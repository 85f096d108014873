import type { ErrorCode } from "@docket/core/errors";
import { refusals } from "../http/fail.ts";
import type { ProblemError } from "../http/problem.ts";
import { problem } from "../http/problem.ts";

type Refusal = readonly [ErrorCode, string];

/** Who signs up with an address and then signs in must not learn whether somebody has proven it. */
const wrongCredentials: Refusal = ["auth.wrong_credentials", "The email or the password is wrong."];
const invalidCode: Refusal = ["auth.invalid_code", "The code is wrong, was used, or is too old. Ask for a new one."];

/** What better-auth refuses, in Docket's words; everything else is told by its status. */
const known: Readonly<Partial<Record<string, Refusal>>> = {
  INVALID_EMAIL_OR_PASSWORD: wrongCredentials,
  EMAIL_NOT_VERIFIED: wrongCredentials,
  INVALID_PASSWORD: ["auth.wrong_password", "The current password is wrong."],
  CREDENTIAL_ACCOUNT_NOT_FOUND: ["auth.no_password", "This account has no password. Set one with a code by email."],
  PERSON_NOT_ACTIVE: ["auth.not_active", "This person cannot sign in."],
  INVALID_OTP: invalidCode,
  OTP_EXPIRED: invalidCode,
  TOO_MANY_ATTEMPTS: invalidCode,
  USER_NOT_FOUND: invalidCode,
  USER_ALREADY_EXISTS: ["person.email_taken", "Somebody has this address already."],
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: ["person.email_taken", "Somebody has this address already."],
};

const unforeseen: Refusal = ["server.error", "It was not your fault. Please try again."];

/** That a code is not the right one. */
export const wrongCode = (): ProblemError => problem(...invalidCode);

/** The problem that stands for an answer of better-auth that is not the one asked for. */
export const refusalOf = async (response: Response): Promise<ProblemError> => {
  const body: unknown = await response.json().catch(() => null);
  const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : "";
  return problem(...(known[code] ?? refusals[response.status] ?? unforeseen));
};

const aboutSecrets: ReadonlySet<ErrorCode> = new Set([
  "auth.wrong_credentials",
  "auth.wrong_password",
  "auth.invalid_code",
  "auth.not_active",
]);

/** Whether a password or a code was looked at before somebody was refused. */
export const wasLookedAt = ({ error }: ProblemError): boolean => aboutSecrets.has(error.code);
