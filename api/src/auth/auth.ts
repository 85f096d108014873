import type { Bucket } from "../http/rate-limit.ts";

/** Sign-in as the rest of the API needs it. */
export interface Auth {
  /** Answers `/api/auth/*`; throws a `ProblemError` where it refuses. */
  handle(request: Request): Promise<Response>;
  /** The cookie that carries a session, signed with `secret` as `value.signature`. */
  readonly cookieName: string;
  readonly secret: string;
  /** The hash of a password as sign-in checks it. */
  hashPassword(password: string): Promise<string>;
  /**
   * Sends a code to an address for whoever asks. Says nothing about whether anybody has the address. Throws
   * `request.rate_limited` when the counters of the caller are over their limit.
   */
  sendCode(email: string, asker: string, ofCaller: readonly Bucket[]): Promise<void>;
  /** Whether this is the code that was sent to the address for this asker; a code is good once, for a few tries. */
  takeCode(email: string, asker: string, code: string): Promise<boolean>;
  /** What stands for a code that was taken, in a request to `handle`. */
  standIn(email: string, type: "sign-in" | "email-verification" | "forget-password"): Promise<string>;
}
