/** The errors of Discord that this fake answers with, by their JSON code: status and message. */
const known = {
  0: [401, "401: Unauthorized"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10014: [400, "Unknown Emoji"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  10063: [404, "Unknown application command"],
  10087: [400, "Unknown Tag"],
  20012: [403, "You are not authorized to perform this action on this application"],
  30010: [400, "Maximum number of reactions reached (20)"],
  30015: [400, "Maximum number of attachments in a message reached (10)"],
  40005: [413, "Request entity too large"],
  40058: [400, "Cannot message this thread until after the post author has sent an initial message."],
  40060: [400, "Interaction has already been acknowledged."],
  40061: [400, "Tag names must be unique"],
  40067: [400, "A tag is required to create a forum post in this channel"],
  40333: [403, "internal network error"],
  50001: [403, "Missing Access"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50008: [400, "Cannot send messages in a non-text channel"],
  50013: [403, "Missing Permissions"],
  50021: [403, "Cannot execute action on a system message"],
  50024: [400, "Cannot execute action on this channel type"],
  50027: [401, "Invalid Webhook Token"],
  50035: [400, "Invalid Form Body"],
  50083: [400, "Thread is archived"],
  50109: [400, "The request body contains invalid JSON."],
  160004: [400, "A thread has already been created for this message"],
  160005: [400, "Thread is locked"],
  160006: [400, "Maximum number of active threads reached"],
} as const;

export type DiscordErrorCode = keyof typeof known;

/** An error as the API answers it (https://discord.com/developers/docs/topics/opcodes-and-status-codes). */
export class DiscordError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) {
    super(String(body["message"]));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  get code(): number {
    return Number(this.body["code"]);
  }
}

/** The error with this code; `errors` says more of it. */
export const refusal = (code: DiscordErrorCode, errors?: object): DiscordError => {
  const [status, message] = known[code];
  return new DiscordError(status, { message, code, ...(errors ? { errors } : {}) });
};

/** The answer to one call too many; `seconds` until the next one may come. */
export const tooMany = (seconds: number, scope: "user" | "global" | "shared", code?: number): DiscordError =>
  new DiscordError(
    429,
    {
      message: code === undefined ? "You are being rate limited." : "The write action has hit the write rate limit.",
      retry_after: seconds,
      global: scope === "global",
      ...(code === undefined ? {} : { code }),
    },
    {
      "retry-after": String(Math.ceil(seconds)),
      "x-ratelimit-scope": scope,
      ...(scope === "global" ? { "x-ratelimit-global": "true" } : {}),
    },
  );
