import { saysDelayed } from "@docket/core/emails-delayed";

/** Why signing in or registering did not work. `retryAfter` is in seconds, where the desk asks for patience. */
export class AuthError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number | null;

  constructor(status: number, code: string, message: string, retryAfter: number | null = null) {
    super(message);
    this.name = "AuthError";
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** What became of an email that was asked for: while no emails go out at the desk, it comes late. */
export interface Mailed {
  readonly isDelayed: boolean;
}

/** What somebody chose for a new account: it counts once they have proven the address. */
export interface NewAccount {
  readonly name: string;
  readonly password: string;
}

/** The routes under `/api/auth` that people use. Each throws `AuthError`; signing in leaves a cookie. */
export interface Auth {
  signIn(email: string, password: string): Promise<void>;
  /** Sends a code by email: to sign in with, or to prove the address of a new account. */
  sendCode(email: string, purpose: "sign-in" | "email-verification"): Promise<Mailed>;
  signInWithCode(email: string, code: string): Promise<void>;
  register(name: string, email: string, password: string): Promise<Mailed>;
  /** Proves the address of a new account and signs in. From then on the password given here counts. */
  proveEmail(email: string, code: string, account: NewAccount): Promise<void>;
  /** Sends a code by email with which a new password can be set. */
  requestReset(email: string): Promise<Mailed>;
  /** Sets a new password with that code, and ends every session of the person. */
  resetPassword(email: string, code: string, password: string): Promise<void>;
  /** Sets a new password, and ends the other sessions of the person. */
  changePassword(current: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** Keeps the session of somebody who comes back from running out. Never throws: there is a next time. */
  prolong(): Promise<void>;
}

const field = (value: unknown, name: string): string =>
  typeof value === "object" && value !== null && name in value ? String(Reflect.get(value, name)) : "";

const failureOf = async (response: Response): Promise<AuthError> => {
  const body: unknown = await response.json().catch(() => null);
  const wait = Number(response.headers.get("retry-after") ?? response.headers.get("x-retry-after"));
  return new AuthError(
    response.status,
    field(body, "code"),
    field(body, "detail") || field(body, "message"),
    Number.isFinite(wait) && wait > 0 ? wait : null,
  );
};

export const createAuth = (send: typeof globalThis.fetch = (...request) => fetch(...request)): Auth => {
  const ask = async (path: string, body: object = {}): Promise<Headers> => {
    const response = await send(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      credentials: "same-origin",
    }).catch(() => {
      throw new AuthError(0, "OFFLINE", "");
    });
    if (!response.ok) throw await failureOf(response);
    return response.headers;
  };
  const post = async (...asked: Parameters<typeof ask>): Promise<void> => void (await ask(...asked));
  const mail = async (...asked: Parameters<typeof ask>): Promise<Mailed> => ({
    isDelayed: saysDelayed(await ask(...asked)),
  });
  return {
    signIn: (email, password) => post("/sign-in/email", { email, password }),
    sendCode: (email, type) => mail("/email-otp/send-verification-otp", { email, type }),
    signInWithCode: (email, otp) => post("/sign-in/email-otp", { email, otp }),
    register: (name, email, password) => mail("/sign-up/email", { name, email, password }),
    proveEmail: (email, otp, account) => post("/email-otp/verify-email", { email, otp, ...account }),
    requestReset: (email) => mail("/email-otp/request-password-reset", { email }),
    resetPassword: (email, otp, password) => post("/email-otp/reset-password", { email, otp, password }),
    changePassword: (currentPassword, newPassword) => post("/change-password", { currentPassword, newPassword }),
    signOut: () => post("/sign-out"),
    prolong: async () => {
      await send("/api/auth/get-session", { credentials: "same-origin" }).catch(() => undefined);
    },
  };
};
