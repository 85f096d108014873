import type { Bucket } from "../http/rate-limit.ts";

/** Who has a password looked at: a person who is known, by a session or a browser, or else whoever is at this address. */
export interface PasswordCaller {
  /** Names the person; null where anybody may say so. */
  readonly person: string | null;
  readonly address: string;
}

/** Bounds how much a platform hashes at a time. */
export interface Passwords {
  /**
   * Does what needs passwords hashed for a caller. Throws `request.rate_limited` or `server.unavailable`, before it begins,
   * where too much of that is under way.
   */
  withPlace<T>(caller: PasswordCaller, work: () => Promise<T>): Promise<T>;
  /** Hashes or looks at a password when it is its turn. */
  inTurn<T>(hash: () => Promise<T>): Promise<T>;
}

/** For a platform whose hashing takes no thread that anything else waits for. */
export const unbounded: Passwords = { withPlace: (_, work) => work(), inTurn: (hash) => hash() };

/** Sign-in as the rest of the API needs it. */
export interface Auth extends Pick<Passwords, "withPlace"> {
  /** Answers `/api/auth/*`; throws a `ProblemError` where it refuses. */
  handle(request: Request): Promise<Response>;
  /** The cookie that carries a session, signed with `secret` as `value.signature`. */
  readonly cookieName: string;
  readonly secret: string;
  /** The hash of a password as sign-in checks it; wanted by strangers, it is done within `withPlace`. */
  hashPassword(password: string): Promise<string>;
  /**
   * Sends a code to an address for whoever asks. Says nothing about whether anybody has the address. Throws
   * `request.rate_limited` when the counters of the caller are over their limit. Tells whether emails are delayed, whatever
   * the address.
   */
  sendCode(email: string, asker: string, ofCaller: readonly Bucket[]): Promise<{ readonly isDelayed: boolean }>;
  /** Whether this is the code that was sent to the address for this asker; a code is good once, for a few tries. */
  takeCode(email: string, asker: string, code: string): Promise<boolean>;
  /** What stands for a code that was taken, in a request to `handle`. */
  standIn(email: string, type: "sign-in" | "email-verification" | "forget-password"): Promise<string>;
}
