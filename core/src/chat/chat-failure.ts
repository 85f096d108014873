/**
 * Why a chat did not take something:
 * - `busy`: too many calls; again after `retryAfter`
 * - `away`: it did not answer, or with an error of its own
 * - `channel`: this channel cannot be used: deleted, archived, or closed to the bot
 * - `workspace`: nothing works there: token revoked, bot removed, a scope is missing
 * - `directs`: the app can send nobody there a direct message
 * - `gone`: the message or thread in question is not there any more
 * - `refused`: it will never take this
 */
export type ChatFailureKind = "busy" | "away" | "channel" | "workspace" | "directs" | "gone" | "refused";

/** A call to a chat failed. The message says why, for admins, in one sentence without anybody's words or tokens. */
export class ChatFailure extends Error {
  override readonly name = "ChatFailure";
  readonly kind: ChatFailureKind;
  /** Milliseconds; with `busy` only. */
  readonly retryAfter: number | null;

  constructor(kind: ChatFailureKind, message: string, retryAfter: number | null = null) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

/** The app was taken out of the workspace: what people do there reaches the desk from what still stands there, if at all. */
export class AppRemoved extends ChatFailure {
  constructor(message: string) {
    super("workspace", message);
  }
}

/** The chat knows no such channel, or the bot may not know of it. */
export class UnknownChannel extends ChatFailure {
  constructor(message: string) {
    super("channel", message);
  }
}
