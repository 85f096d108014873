/** A letter as it goes out. `messageId` is without angle brackets. */
export interface Letter {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** No person wrote such a letter: neither mail programs nor people who are away are to answer it by themselves (RFC 3834). */
export const automaticHeaders = (why: "auto-generated" | "auto-replied"): Letter["headers"] => ({
  "Auto-Submitted": why,
  // The two below are what Outlook and Exchange look at, and older programs.
  "X-Auto-Response-Suppress": "All",
  Precedence: "bulk",
});

/** What the mail service calls a letter that it took. */
export interface Taken {
  readonly providerId: string;
}

/** The mail service said that it did not take this letter. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
}

/** Sends letters. */
export interface Mailer {
  /**
   * Gives up when `signal` fires. Throws `NotTaken`, or `PermanentFailure` when it will never be taken; and `ServiceAway` when
   * it takes no letters, where one that concerns all was not taken for certain. After any other error nobody knows whether
   * it was.
   */
  send(letter: Letter, signal?: AbortSignal): Promise<Taken>;
  /** Looks for a letter that may have been taken before; null when it was not. Throws `ServiceAway` without an answer. */
  find(messageId: string, signal?: AbortSignal): Promise<Taken | null>;
}
