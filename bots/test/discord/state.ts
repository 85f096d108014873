import type { ChannelType } from "discord-api-types/v10";
import { PermissionFlagsBits } from "discord-api-types/v10";
import type { DiscordErrorCode } from "./discord-error.ts";
import { refusal } from "./discord-error.ts";
import type { Permission } from "./permissions.ts";
import { channelPermissions, may } from "./permissions.ts";
import { Snowflakes } from "./snowflake.ts";
import type { Json, Reader } from "./views.ts";
import { messageView } from "./views.ts";
import type { App, Attachment, Channel, Guild, Member, Message } from "./world.ts";

/** Something that connected bots are told. */
export interface WorldEvent {
  readonly name: string;
  readonly guild: Guild;
  /** Only who sees this channel is told; null is for everybody in the server. */
  readonly channel: Channel | null;
  /** The intent that a bot must have asked for; 0 is none. */
  readonly intent: number;
  /** Only this application is told. */
  readonly app?: App;
  readonly data: (reader: Reader) => Json;
}

/** All that Discord knows, and who is told when it changes. */
export class State {
  readonly now: () => number;
  readonly ids: Snowflakes;
  readonly apps: App[] = [];
  readonly guilds = new Map<string, Guild>();
  /** Where the direct messages of the bot stand, by who gets them; a server that nobody sees. */
  readonly direct: Guild;
  /** Who takes no direct messages. */
  readonly shut = new Set<string>();
  readonly attachments = new Map<string, Attachment>();
  /** What an application did that Discord does not take. */
  readonly violations: string[] = [];
  /** Messages by author and nonce. */
  readonly nonces = new Map<string, Message>();
  /** Where files are fetched from. */
  files = "";
  readonly #listeners: ((event: WorldEvent) => void)[] = [];

  constructor(now: () => number) {
    this.now = now;
    this.ids = new Snowflakes(now);
    const [id, ownerId] = [this.ids.next(), this.ids.next()];
    this.direct = { id, name: "", ownerId, members: new Map(), roles: new Map(), channels: new Map() };
  }

  onEvent(listener: (event: WorldEvent) => void): void {
    this.#listeners.push(listener);
  }

  tell(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** The channel or thread with this id, wherever it is. */
  findChannel(id: string): Channel | undefined {
    for (const guild of [this.direct, ...this.guilds.values()]) {
      const channel = guild.channels.get(id);
      if (channel) return channel;
    }
    return undefined;
  }

  /** The server with this id, for one of its members. */
  guild(userId: string, id: string): { readonly guild: Guild; readonly member: Member } {
    const guild = this.guilds.get(id);
    if (!guild) throw refusal(10004);
    const member = guild.members.get(userId);
    if (!member) throw refusal(50001);
    return { guild, member };
  }

  /** The channel or thread with this id, for somebody who sees it. */
  channel(userId: string, id: string): { readonly channel: Channel; readonly member: Member } {
    const channel = this.findChannel(id);
    if (!channel) throw refusal(10003);
    const member = channel.guild.members.get(userId);
    if (!member || !may(channel, member, "ViewChannel")) throw refusal(50001);
    return { channel, member };
  }

  messageView(message: Message, reader: Reader): Json {
    return messageView(message, reader, this.files);
  }
}

/** Puts a channel that is no thread into a server, or among the direct messages. */
export const addChannel = (state: State, guild: Guild, name: string, type: ChannelType): Channel => {
  const channel: Channel = {
    id: state.ids.next(),
    guild,
    type,
    name,
    topic: null,
    parent: null,
    overwrites: [],
    tags: [],
    needsTag: false,
    messages: new Map(),
    thread: null,
    renames: [],
  };
  guild.channels.set(channel.id, channel);
  return channel;
};

/** Refuses what a member lacks the permission for. */
export const need = (
  channel: Channel,
  member: Member,
  permission: Permission,
  code: DiscordErrorCode = 50013,
): void => {
  if (!may(channel, member, permission)) throw refusal(code);
};

/** Refuses changes in a thread that is archived, or locked to this member. */
export const needActive = (channel: Channel, member: Member): void => {
  if (channel.thread?.archived === true) throw refusal(50083);
  if (channel.thread?.locked === true) need(channel, member, "ManageThreads", 160005);
};

/** What a bot may do in a channel, as interactions say it. */
export const permissionsText = (channel: Channel, member: Member | undefined): string =>
  String(member ? channelPermissions(channel, member) : PermissionFlagsBits.ViewChannel);
