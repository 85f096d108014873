import type { BotTrouble } from "@docket/core/chat/bot-trouble";
import { isOwnFault } from "@docket/core/own-fault";

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
export const reasonFields = (error: unknown): { readonly reason: string; readonly stack?: string | undefined } => {
  const reason = error instanceof Error ? error.message : String(error);
  return isOwnFault(error) ? { reason, stack: error.stack } : { reason };
};
