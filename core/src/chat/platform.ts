/** The chats in which staff work. */
export const chatPlatforms = ["slack", "discord"] as const;
export type ChatPlatform = (typeof chatPlatforms)[number];

/** What people call them. */
export const platformNames: Readonly<Record<ChatPlatform, string>> = { slack: "Slack", discord: "Discord" };

/**
 * What a plain message in a ticket's thread is: in `discuss` a note among the staff, in `reply` a reply to the client.
 */
export const channelModes = ["discuss", "reply"] as const;
export type ChannelMode = (typeof channelModes)[number];

/** A channel in which cards stand: messages of Slack and of a Discord text channel, or posts of a Discord forum. */
export const channelKinds = ["text", "forum"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Who somebody is on a platform. In Slack `userId` counts within the workspace; in Discord it is the same everywhere. */
export interface ChatUser {
  readonly platform: ChatPlatform;
  readonly workspaceId: string;
  readonly userId: string;
}

/** The thread of a card. */
export interface ChatThread {
  readonly platform: ChatPlatform;
  readonly workspaceId: string;
  readonly channelId: string;
  readonly threadId: string;
}

/** How `ChatUser` is written in the header `Docket-On-Behalf-Of`, and kept in a link. */
export const chatUserKey = ({ platform, workspaceId, userId }: ChatUser): string =>
  platform === "slack" ? `slack:${workspaceId}/${userId}` : `discord:${userId}`;

/** The account that a key names, as its chat writes it. */
export const accountIn = (key: string): string => key.slice(key.search(/[^:/]*$/));

/** Matches what `chatUserKey` writes, and nothing else. */
export const chatUserPattern = /^(?:slack:[A-Za-z0-9._-]{1,64}\/|discord:)[A-Za-z0-9._-]{1,64}$/;

/** The platform of an account that is written so. */
export const platformOf = (chatUser: string): ChatPlatform => (chatUser.startsWith("slack:") ? "slack" : "discord");
