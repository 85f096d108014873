import type { ChannelType, MessageType } from "discord-api-types/v10";
import type { CommandInput } from "./check-commands.ts";
import type { Row } from "./check-components.ts";
import type { Embed } from "./check-message.ts";

export interface User {
  readonly id: string;
  readonly username: string;
  readonly globalName: string | null;
  readonly bot: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
}

export interface Member {
  readonly user: User;
  nick: string | null;
  readonly roles: Set<string>;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** By user; the bot is one of them while it is installed. */
  readonly members: Map<string, Member>;
  /** That of everyone has the id of the guild. */
  readonly roles: Map<string, Role>;
  /** With threads. */
  readonly channels: Map<string, Channel>;
}

export interface Overwrite {
  /** Of a role or a user. */
  readonly id: string;
  readonly type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly moderated: boolean;
  readonly emoji_id: string | null;
  readonly emoji_name: string | null;
}

export interface Thread {
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  archivedAt: number;
  autoArchive: number;
  appliedTags: readonly string[];
  /** Who is told of what happens there. */
  readonly followers: Set<string>;
}

export interface Channel {
  readonly id: string;
  readonly guild: Guild;
  readonly type: ChannelType;
  name: string;
  topic: string | null;
  /** The channel of a thread. */
  readonly parent: Channel | null;
  overwrites: Overwrite[];
  tags: readonly Tag[];
  /** Whether a post must have a tag. */
  needsTag: boolean;
  /** What stands in it, the oldest first. */
  readonly messages: Map<string, Message>;
  readonly thread: Thread | null;
  /** When it was given another name. */
  renames: number[];
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What a message replies to or tells of. */
export interface Reference {
  readonly channelId: string;
  readonly messageId: string | null;
  /** What it forwards, as that was then. */
  readonly forwarded?: Pick<Message, "content" | "attachments" | "stickers" | "type" | "flags" | "id">;
}

export interface Sticker {
  readonly id: string;
  readonly name: string;
}

export interface Pings {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

export interface Message {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  readonly type: MessageType;
  readonly reference: Reference | null;
  readonly nonce: string | number | null;
  readonly appId: string | null;
  /** Only this user sees it. */
  readonly onlyFor: string | null;
  content: string;
  embeds: readonly Embed[];
  components: readonly Row[];
  attachments: readonly Attachment[];
  readonly stickers: readonly Sticker[];
  /** What it asks everybody, and what they can answer. */
  readonly poll: { readonly question: string; readonly answers: readonly string[] } | null;
  flags: number;
  editedAt: number | null;
  pings: Pings;
  /** Who reacted, by emoji. */
  readonly reactions: Map<string, Set<string>>;
}

export type Command = CommandInput & { readonly id: string; readonly guildId: string | null };

export interface App {
  readonly id: string;
  token: string;
  readonly user: User;
  /** Whether it may ask for the privileged intent MESSAGE_CONTENT. */
  messageContent: boolean;
  commands: readonly Command[];
}
