import type { ChatFailureKind } from "@docket/core/chat/chat-failure";
import { AppRemoved, ChatFailure, UnknownChannel } from "@docket/core/chat/chat-failure";
import { directsShutText } from "@docket/core/chat/direct";
import { second } from "@docket/core/time";
import { ErrorCode } from "@slack/web-api";

type Reason = readonly [kind: ChatFailureKind, sentence: string];

const token: Reason = ["workspace", "Slack does not accept the bot's token any more: install the app again."];
const removed: Reason = [...token];
const policy: Reason = ["workspace", "An admin of Slack has shut the app out."];
const forbidden: Reason = ["workspace", "The app may not do this in Slack: install it again with all its scopes."];
const nowhere: Reason = ["channel", "There is no such channel, or it is private and the bot is not in it."];
const outside: Reason = ["channel", "The bot is not in the channel: invite it to the channel first."];
const archived: Reason = ["channel", "The channel is archived."];
const shut: Reason = ["channel", "The channel does not take messages of the bot."];
const gone: Reason = ["gone", "The message is not in Slack any more."];
const directs: Reason = ["directs", directsShutText.slack];
const trouble: Reason = ["away", "Slack has trouble of its own."];
const moving: Reason = ["away", "Slack is moving the workspace."];
const tooMany: Reason = ["busy", "Slack takes no more for a while."];
const tooLarge: Reason = ["refused", "The message is too large for Slack."];
const malformed: Reason = ["refused", "Slack does not understand the form of the message."];

/** What the errors of the Web API mean to Docket (https://docs.slack.dev/reference/methods). */
const reasons: Readonly<Record<string, Reason>> = {
  account_inactive: removed,
  invalid_auth: token,
  not_authed: token,
  token_expired: token,
  token_revoked: removed,
  missing_scope: forbidden,
  no_permission: forbidden,
  not_allowed_token_type: forbidden,
  access_denied: policy,
  accesslimited: policy,
  ekm_access_denied: policy,
  enterprise_is_restricted: policy,
  team_access_not_granted: policy,
  team_not_found: policy,
  two_factor_setup_required: policy,
  channel_not_found: nowhere,
  invalid_channel: nowhere,
  not_in_channel: outside,
  is_archived: archived,
  is_inactive: archived,
  channel_type_not_supported: shut,
  method_not_supported_for_channel_type: shut,
  posting_to_channel_denied: shut,
  restricted_action: shut,
  restricted_action_non_threadable_channel: shut,
  restricted_action_read_only_channel: shut,
  restricted_action_thread_only_channel: shut,
  slack_connect_file_upload_sharing_blocked: shut,
  messages_tab_disabled: directs,
  cant_update_message: gone,
  message_not_found: gone,
  thread_not_found: gone,
  fatal_error: trouble,
  internal_error: trouble,
  request_timeout: trouble,
  service_unavailable: trouble,
  update_failed: trouble,
  external_channel_migrating: moving,
  org_login_required: moving,
  team_added_to_org: moving,
  message_limit_exceeded: tooMany,
  rate_limited: tooMany,
  ratelimited: tooMany,
  file_upload_size_restricted: tooLarge,
  metadata_too_large: tooLarge,
  msg_blocks_too_long: tooLarge,
  msg_too_long: tooLarge,
  block_mismatch: malformed,
  invalid_arguments: malformed,
  invalid_blocks: malformed,
  invalid_blocks_format: malformed,
};

const noAnswer = (): ChatFailure => new ChatFailure("away", "Slack did not answer.");

/** How long to wait where Slack does not say, in milliseconds. */
const someTime = 30 * second;

interface SlackError {
  readonly code?: string;
  readonly statusCode?: number;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly data?: { readonly error?: unknown; readonly needed?: unknown };
}

/** Slack's word for what went wrong; null when Slack did not say. */
const errorCode = (error: unknown): string | null => {
  const { code, data } = (error ?? {}) as SlackError;
  const word = data?.error;
  return code === ErrorCode.PlatformError && typeof word === "string" && /^[a-z_]{1,80}$/.test(word) ? word : null;
};

/** The scopes that only direct messages ask for, which Docket has no business in. */
const directScopes: readonly unknown[] = ["im:read", "mpim:read", "im:history", "mpim:history"];

/** Somebody wants tickets where only direct messages are. */
export const notAmongDirects = (): ChatFailure =>
  new ChatFailure("channel", "Docket shows tickets in channels, and not among direct messages.");

const ofWord = (word: string, needed: unknown): ChatFailure => {
  if (word === "missing_scope" && directScopes.includes(needed)) return notAmongDirects();
  const reason: Reason = reasons[word] ?? ["refused", "Slack refused this."];
  const [kind, sentence] = reason;
  const scope = word === "missing_scope" && typeof needed === "string" ? ` ${needed}` : "";
  const text = `${sentence} (${word}${scope}).`.replace(". (", " (");
  if (reason === nowhere) return new UnknownChannel(text);
  if (reason === removed) return new AppRemoved(text);
  return new ChatFailure(kind, text, kind === "busy" ? someTime : null);
};

/** Why a call to Slack failed; null for what is a fault of our own. */
export const chatFailureOf = (error: unknown): ChatFailure | null => {
  if (error instanceof ChatFailure) return error;
  const { code, statusCode, retryAfter, data } = (error ?? {}) as SlackError;
  if (code === ErrorCode.RateLimitedError) {
    const [kind, sentence] = tooMany;
    return new ChatFailure(kind, sentence, (retryAfter ?? 0) > 0 ? Number(retryAfter) * second : someTime);
  }
  const word = errorCode(error);
  if (word !== null) return ofWord(word, data?.needed);
  // Something else in the network answered in Slack's place, as a page to sign in at.
  if (code === ErrorCode.PlatformError) return new ChatFailure("away", "Slack did not answer as it should.");
  if (code === ErrorCode.HTTPError) return new ChatFailure("away", `Slack answered with the status ${statusCode}.`);
  return code === ErrorCode.RequestError ? noAnswer() : null;
};

/** What to throw where a call to Slack failed: why, or the fault of our own as it is. */
export const toChatFailure = (error: unknown): unknown => chatFailureOf(error) ?? error;

/** Sends something to Slack beside its Web API. Throws `ChatFailure` when nobody answers. */
export const sendTo = async (
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<Pick<Response, "status" | "headers">> => {
  try {
    return await fetch(url, init);
  } catch {
    throw noAnswer();
  }
};

/** Does something that may be done already, as these errors of Slack's say. */
export const unless = async (codes: readonly string[], work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!codes.includes(errorCode(error) ?? "")) throw error;
  }
};

/** Does something to what may be gone already. */
export const unlessGone = (work: Promise<unknown>): Promise<void> =>
  unless(["file_not_found", "file_deleted", "message_not_found"], work);

/** Does something that nobody waits for, unless Slack says no: only when Slack is away or busy it makes sense again. */
export const unlessRefused = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    const { statusCode = 0 } = (error ?? {}) as SlackError;
    const isNo = statusCode >= 400 && statusCode < 500;
    const kind = chatFailureOf(error)?.kind ?? "away";
    if (!isNo && (kind === "away" || kind === "busy")) throw error;
  }
};
