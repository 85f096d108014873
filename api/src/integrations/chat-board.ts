import type { CardView, PostedCard, Receipt, SendAttempt, Workspace } from "@docket/core/chat/card";
import type { ChannelKind, ChatPlatform } from "@docket/core/chat/platform";
import type { Unreached } from "@docket/core/tickets/reach";
import type { Ms } from "@docket/core/time";

/** A channel and the token that reaches it. */
export interface ChannelAccess {
  readonly token: string;
  readonly workspaceId: string;
  readonly channelId: string;
  readonly kind: ChannelKind;
}

/** A file of a message. */
export interface ThreadFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly read: () => Promise<Blob>;
}

/** Whom a message tells something. */
export interface Mention {
  readonly userId: string;
  /** What happened, to which ticket: for a notification, which shows nothing else. */
  readonly notice: string;
}

/** A message of the conversation as a thread shows it; text as people wrote it, to be made safe by the board. */
export interface ThreadMessage {
  readonly id: string;
  readonly author: string;
  readonly from: "client" | "staff" | "system";
  /** Whether it is known who wrote it: not of a client who only typed an address. */
  readonly authorProven: boolean;
  readonly kind: "reply" | "note";
  readonly body: string;
  readonly at: Ms;
  readonly edited: boolean;
  /** For what staff wrote; null for everybody else's. */
  readonly receipt: Receipt | null;
  /** Why no email goes to the client; null where it does. */
  readonly unreached: Unreached | null;
  readonly files: readonly ThreadFile[];
  /** The account that is told of it; null for nobody, whatever the words say. */
  readonly mentions: Mention | null;
}

/** A line for everybody in a channel. */
export interface Announcement {
  readonly text: string;
  /** What it is about, in the dashboard. */
  readonly url: string;
}

/** Words for one person alone. */
export interface DirectMessage extends Announcement {
  /** The card that is about it, where whoever reads this can see one. */
  readonly card: {
    readonly channel: Pick<ChannelAccess, "workspaceId" | "channelId" | "kind">;
    readonly posted: PostedCard;
  } | null;
}

/**
 * A chat that shows tickets: one card for each, with the conversation in its thread. What a call
 * throws is `ChatFailure`, or a fault of Docket's own.
 */
export interface ChatBoard {
  readonly platform: ChatPlatform;
  /** How long to leave a channel alone after something new was sent to it, in milliseconds. */
  readonly pace: number;
  /** The workspaces that this token reaches. */
  workspaces(token: string, signal: AbortSignal): Promise<readonly Workspace[]>;
  /** Looks whether cards can be shown in this channel, and prepares it (the tags of a forum). */
  openChannel(
    channel: Omit<ChannelAccess, "kind">,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly kind: ChannelKind }>;
  postCard(channel: ChannelAccess, card: CardView, attempt: SendAttempt, signal: AbortSignal): Promise<PostedCard>;
  updateCard(channel: ChannelAccess, posted: PostedCard, card: CardView, signal: AbortSignal): Promise<void>;
  /**
   * Sends a message to the thread; long text in several parts. Returns a word for each thing that was sent, by which the
   * board finds it again.
   */
  postMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    message: ThreadMessage,
    attempt: SendAttempt,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Shows a message and its files as they are now. Returns its parts, which may be more or fewer than before. */
  updateMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    parts: readonly string[],
    message: ThreadMessage,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Takes back what was sent. What is gone already is no failure. */
  deleteMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    parts: readonly string[],
    signal: AbortSignal,
  ): Promise<void>;
  /** Puts the receipt of a message that somebody wrote in the thread on that message, in place of an earlier one. */
  markMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    messageId: string,
    receipt: Receipt,
    signal: AbortSignal,
  ): Promise<void>;
  /** Whether a mention in the thread of a card tells this account anything; makes it so where that takes something. */
  reaches(channel: ChannelAccess, posted: PostedCard, userId: string, signal: AbortSignal): Promise<boolean>;
  /** Says something to everybody in a channel, outside of all threads, unless an earlier try has; it pings nobody. */
  announce(channel: ChannelAccess, message: Announcement, attempt: SendAttempt, signal: AbortSignal): Promise<void>;
  /**
   * Sends somebody a direct message. What an earlier try may have sent is looked for; where that cannot be done it is
   * taken to have arrived.
   */
  sendDirect(
    workspace: Pick<ChannelAccess, "token" | "workspaceId">,
    userId: string,
    message: DirectMessage,
    attempt: SendAttempt,
    signal: AbortSignal,
  ): Promise<void>;
}

/** How the app of a chat gets into one more workspace: its admin is sent there and comes back with a code. */
export interface ChatInstall {
  /** Where to send the admin. `state` comes back with the code. */
  url(state: string): string;
  /** What a code stands for. Throws `ChatFailure` and nothing else. */
  exchange(code: string, signal: AbortSignal): Promise<{ readonly workspace: Workspace; readonly token: string }>;
}
