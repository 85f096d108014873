/** Sign-in as the rest of the API needs it. */
export interface Auth {
  /** Answers `/api/auth/*`. */
  handle(request: Request): Promise<Response>;
  /** The cookie that carries a session, signed with `secret` as `value.signature`. */
  readonly cookieName: string;
  readonly secret: string;
  /** The hash of a password as sign-in checks it. */
  hashPassword(password: string): Promise<string>;
  /** Sends a code to an address. Says nothing about whether anybody has it. */
  sendCode(email: string): Promise<void>;
  /** Whether this is the code that was last sent to the address; a code is good once, for a few tries. */
  takeCode(email: string, code: string): Promise<boolean>;
}
