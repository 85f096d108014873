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

/** Sends letters. Throws when the letter was not taken; the outbox tries again. */
export interface Mailer {
  /** Resolves with the id that the service gave the letter. */
  send(letter: Letter): Promise<{ readonly providerId: string }>;
}
