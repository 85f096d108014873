import type { BotTrouble } from "@docket/core/chat/bot-trouble";

/** The connection to a chat could not be had, or is gone; `trouble` says why. */
export class ConnectionFailed extends Error {
  override readonly name = "ConnectionFailed";
  readonly trouble: BotTrouble;

  constructor(trouble: BotTrouble, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.trouble = trouble;
  }
}

/** What went wrong as it belongs into the log: a fault of our own with its place in the code. */
export const reasonFields = (error: unknown): { readonly reason: string; readonly stack?: string } => {
  if (!(error instanceof Error)) return { reason: String(error) };
  const { message: reason, stack } = error;
  return stack === undefined ? { reason } : { reason, stack };
};
