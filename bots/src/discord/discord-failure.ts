import { DiscordAPIError, HTTPError, RateLimitError } from "@discordjs/rest";
import type { ChatFailureKind } from "@docket/core/chat/chat-failure";
import { AppRemoved, ChatFailure, UnknownChannel } from "@docket/core/chat/chat-failure";
import { RESTJSONErrorCodes as Code } from "discord-api-types/v10";

type Reason = readonly [kind: ChatFailureKind, sentence: string];

const outside: Reason = ["workspace", "The bot is not in the server: invite it again."];
const token: Reason = ["workspace", "Discord does not accept the bot's token any more: it was reset."];
const nowhere: Reason = ["channel", "The channel was deleted."];
const gone: Reason = ["gone", "The message or its thread is not in Discord any more."];
const trouble: Reason = ["away", "Discord has trouble of its own."];
const kindOfChannel: Reason = ["channel", "The channel is neither a text channel nor a forum."];
const tooLarge: Reason = ["refused", "The message is too large for Discord."];
const malformed: Reason = ["refused", "Discord does not understand the form of the message."];
const blocked: Reason = ["refused", "The rules of the server do not let the message through."];

/** What the errors of the API mean (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). */
const reasons: Readonly<Partial<Record<number, Reason>>> = {
  [Code.UnknownChannel]: nowhere,
  [Code.UnknownGuild]: outside,
  [Code.UnknownMember]: ["workspace", outside[1]],
  [Code.UnknownMessage]: gone,
  [Code.UnknownEmoji]: gone,
  [Code.UnknownTag]: ["away", "The tags of the forum were changed a moment ago."],
  [Code.ActionCannotBePerformedDueToSlowmodeRateLimit]: [
    "channel",
    "The slow mode of the channel holds the bot back: give it Manage Messages.",
  ],
  [Code.MaximumNumberOfReactionsReached]: ["refused", "The message has as many reactions as Discord allows."],
  [Code.MaximumNumberOfTagsInForumHasBeenReached]: [
    "channel",
    "The forum has no room for the tags of Docket: remove some of its tags.",
  ],
  [Code.Unauthorized]: token,
  [Code.VerifyYourAccount]: token,
  [Code.InvalidToken]: token,
  [Code.ConnectionHasBeenRevoked]: token,
  [Code.SendMessagesHasBeenTemporarilyDisabled]: trouble,
  [Code.FeatureTemporarilyDisabledServerSide]: trouble,
  [Code.CloudflareIsBlockingYourRequest]: trouble,
  [Code.APIResourceOverloaded]: trouble,
  [Code.RequestEntityTooLarge]: tooLarge,
  [Code.FileUploadedExceedsMaximumSize]: tooLarge,
  [Code.MaximumNumberOfAttachmentsInAMessageReached]: tooLarge,
  [Code.CannotSendAMessageInAForumChannel]: kindOfChannel,
  [Code.CannotSendMessagesInNonTextChannel]: kindOfChannel,
  [Code.CannotExecuteActionOnThisChannelType]: kindOfChannel,
  [Code.TagRequiredToCreateAForumPostInThisChannel]: [
    "channel",
    "The forum takes no post without a tag, and lacks those of Docket: set the channel up again.",
  ],
  [Code.TagNamesMustBeUnique]: ["channel", "Two tags of the forum have the same name: rename one."],
  [Code.MissingAccess]: ["channel", "The bot does not see the channel: give it View Channel."],
  [Code.MissingPermissions]: ["channel", "The bot lacks a permission in the channel."],
  [Code.CannotSendAnEmptyMessage]: malformed,
  [Code.InvalidFormBodyOrContentType]: malformed,
  [Code.RequestBodyContainsInvalidJSON]: malformed,
  [Code.CannotSendMessagesToThisUser]: ["refused", "They take no direct messages of the bot."],
  [Code.InvalidActionOnArchivedThread]: ["away", "The thread was archived a moment ago."],
  [Code.TwoFactorAuthenticationIsRequired]: [
    "workspace",
    "The server wants two-factor authentication of whoever owns the bot.",
  ],
  [Code.ReactionWasBlocked]: ["refused", "The author of the message does not let the bot react to it."],
  [Code.ThreadLocked]: ["refused", "The thread is locked: unlock it, or give the bot Manage Threads."],
  [Code.MaximumActiveThreads]: ["channel", "The server has as many active threads as Discord allows: archive some."],
  [Code.MessageWasBlockedByAutomaticModeration]: blocked,
  [Code.TitleWasBlockedByAutomaticModeration]: blocked,
  [Code.MessageBlockedByHarmfulLinksFilter]: blocked,
  [Code.AccessToFileUploadsHasBeenLimitedForThisGuild]: ["refused", "Discord lets nobody send files to this server."],
};

/** Statuses of errors that the list does not know. */
const ofStatus: Readonly<Partial<Record<number, Reason>>> = {
  401: token,
  403: ["channel", "The bot may not do this in the channel."],
  404: gone,
  413: tooLarge,
};

/** Discord's number for what went wrong; null when it was not Discord that said so. */
export const errorCode = (error: unknown): number | null =>
  error instanceof DiscordAPIError ? Number(error.code) : null;

/** Where Discord found fault with what was sent: paths and words of its own, nothing of what people wrote. */
const faults = (errors: unknown, path = ""): readonly string[] => {
  if (typeof errors !== "object" || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]: [string, unknown]) => {
    if (key !== "_errors") return faults(value, path === "" ? key : `${path}.${key}`);
    return (value as readonly { readonly code?: string }[]).map(({ code = "" }) => `${path} ${code}`.trim());
  });
};

const named = (error: DiscordAPIError): string => {
  const where = "errors" in error.rawError ? faults(error.rawError.errors) : [];
  return [String(error.code), ...where.slice(0, 3)].join(", ").replaceAll(/[^\w., ]/g, "");
};

/** Why a call to Discord failed, as far as its answer says it; null for what is a fault of our own. */
export const chatFailureOf = (error: unknown): ChatFailure | null => {
  if (error instanceof ChatFailure) return error;
  if (error instanceof RateLimitError)
    return new ChatFailure("busy", "Discord takes no more for a while.", Math.max(error.retryAfter, error.timeToReset));
  if (error instanceof HTTPError) return new ChatFailure("away", `Discord answered with the status ${error.status}.`);
  if (!(error instanceof DiscordAPIError)) return null;
  const unknown: Reason = ["refused", "Discord refused this."];
  const reason = reasons[Number(error.code)] ?? ofStatus[error.status] ?? unknown;
  const [kind, sentence] = reason;
  const text = sentence.replace(/\.$/, ` (${named(error)}).`);
  if (reason === nowhere) return new UnknownChannel(text);
  return reason === outside ? new AppRemoved(text) : new ChatFailure(kind, text);
};

/** What to throw where a call to Discord failed: why, or the fault of our own as it is. */
export const toChatFailure = (error: unknown): unknown => chatFailureOf(error) ?? error;

/** Does something that may be done already, as these errors of Discord's say. */
export const unless = async (codes: readonly number[], work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!codes.includes(errorCode(error) ?? -1)) throw error;
  }
};
