import type { Json } from "./state.ts";

/** Ends a call with an error of Slack. `messages` say what was wrong with the arguments. */
export class Refused extends Error {
  readonly code: string;
  readonly extra: Json;

  constructor(code: string, messages: readonly string[] = [], extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = messages.length === 0 ? extra : { ...extra, response_metadata: { messages } };
  }
}
