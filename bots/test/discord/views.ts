import { ChannelType } from "discord-api-types/v10";
import { guildPermissions } from "./permissions.ts";
import { timeOf } from "./snowflake.ts";
import type { Attachment, Channel, Command, Guild, Member, Message, Reference, User } from "./world.ts";

export type Json = Readonly<Record<string, unknown>>;

const iso = (at: number): string => new Date(at).toISOString();

export const userView = ({ id, username, globalName, bot }: User): Json => ({
  id,
  username,
  global_name: globalName,
  discriminator: "0",
  avatar: null,
  bot,
  public_flags: 0,
});

export const memberView = (guild: Guild, { user, nick, roles }: Member): Json => ({
  user: userView(user),
  nick,
  roles: [...roles],
  avatar: null,
  joined_at: iso(timeOf(guild.id)),
  premium_since: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0,
});

export const rolesView = (guild: Guild): readonly Json[] =>
  Array.from(guild.roles.values(), ({ id, name, permissions }, position) => ({
    id,
    name,
    permissions: String(permissions),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  }));

const threadFields = ({ thread, messages, parent, id }: Channel): Json =>
  thread
    ? {
        owner_id: thread.ownerId,
        message_count: messages.size,
        member_count: 1,
        total_message_sent: messages.size,
        applied_tags: thread.appliedTags,
        thread_metadata: {
          archived: thread.archived,
          locked: thread.locked,
          archive_timestamp: iso(thread.archivedAt),
          auto_archive_duration: thread.autoArchive,
          create_timestamp: iso(timeOf(id)),
        },
        parent_id: parent?.id,
      }
    : { parent_id: null };

/** A channel of direct messages; its name is the id of who gets them. */
const directView = ({ id, guild, name }: Channel): Json => ({
  id,
  type: ChannelType.DM,
  last_message_id: null,
  recipients: [...guild.members.values()].filter(({ user }) => user.id === name).map(({ user }) => userView(user)),
});

const guildChannelView = (channel: Channel): Json => ({
  id: channel.id,
  guild_id: channel.guild.id,
  type: channel.type,
  name: channel.name,
  topic: channel.topic,
  position: 0,
  nsfw: false,
  rate_limit_per_user: 0,
  flags: channel.needsTag ? 16 : 0,
  last_message_id: Array.from(channel.messages.keys()).at(-1) ?? null,
  permission_overwrites: channel.overwrites.map((one) => ({
    ...one,
    allow: String(one.allow),
    deny: String(one.deny),
  })),
  ...(channel.type === ChannelType.GuildForum ? { available_tags: channel.tags, default_reaction_emoji: null } : {}),
  ...threadFields(channel),
});

export const channelView = (channel: Channel): Json =>
  channel.type === ChannelType.DM ? directView(channel) : guildChannelView(channel);

/** A server as `GET /guilds/{id}` tells of it. */
export const guildView = (guild: Guild): Json => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  splash: null,
  discovery_splash: null,
  owner_id: guild.ownerId,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  roles: rolesView(guild),
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  preferred_locale: "en-US",
  public_updates_channel_id: null,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
});

/** A server as the bot's list of servers tells of it. */
export const guildEntry = (guild: Guild, member: Member): Json => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  owner: guild.ownerId === member.user.id,
  permissions: String(guildPermissions(guild, member)),
  features: [],
});

const componentsView = ({ components }: Message): readonly Json[] => {
  let last = 0;
  const numbered = <T extends object>(one: T): T & { id: number } => ({ ...one, id: ++last });
  return components.map((row) => ({ ...numbered(row), components: row.components.map(numbered) }));
};

/** Who looks at a message, and whether all messages are open to them. */
export interface Reader {
  readonly user: User;
  readonly reads: boolean;
}

/** Without the intent for message content bots read their own messages and those that name them. */
const isReadable = (message: Message, reader: Reader): boolean =>
  reader.reads || message.author.id === reader.user.id || message.pings.users.includes(reader.user.id);

const attachmentView = ({ id, filename, contentType, bytes }: Attachment, channelId: string, files: string): Json => {
  const url = `${files}/${channelId}/${id}/${encodeURIComponent(filename)}`;
  return { id, filename, content_type: contentType, size: bytes.byteLength, url, proxy_url: url };
};

const stickersView = ({ stickers }: Pick<Message, "stickers">): Json =>
  stickers.length === 0 ? {} : { sticker_items: stickers.map((sticker) => ({ ...sticker, format_type: 1 })) };

const pollView = ({ poll }: Message): Json => {
  if (poll === null) return {};
  const answers = poll.answers.map((text, i) => ({ answer_id: i + 1, poll_media: { text } }));
  const form = { question: { text: poll.question }, answers, allow_multiselect: false, layout_type: 1, expiry: null };
  return { poll: { ...form, results: { is_finalized: false, answer_counts: [] } } };
};

/** What a message forwards, without a word of who wrote it. */
const snapshotsView = ({ channelId, forwarded }: Reference, files: string): Json => {
  if (!forwarded) return {};
  const { id, type, content, flags, attachments } = forwarded;
  const message = {
    type,
    content,
    flags,
    timestamp: iso(timeOf(id)),
    edited_timestamp: null,
    mentions: [],
    mention_roles: [],
    embeds: [],
    components: [],
    attachments: attachments.map((one) => attachmentView(one, channelId, files)),
    ...stickersView(forwarded),
  };
  return { message_snapshots: [{ message }] };
};

/** A message as this reader sees it; files are fetched from below `files`. */
export const messageView = (message: Message, reader: Reader, files: string): Json => {
  const { id, channel, author, reference } = message;
  const readable = isReadable(message, reader);
  const thread = channel.thread ? undefined : channel.guild.channels.get(id);
  const replied =
    reference?.messageId == null
      ? null
      : channel.guild.channels.get(reference.channelId)?.messages.get(reference.messageId);
  return {
    id,
    channel_id: channel.id,
    author: userView(author),
    type: message.type,
    content: readable ? message.content : "",
    timestamp: iso(timeOf(id)),
    edited_timestamp: message.editedAt === null ? null : iso(message.editedAt),
    tts: false,
    pinned: false,
    mention_everyone: message.pings.everyone,
    mentions: message.pings.users.flatMap((user) => {
      const member = channel.guild.members.get(user);
      return member ? [userView(member.user)] : [];
    }),
    mention_roles: message.pings.roles,
    attachments: readable ? message.attachments.map((one) => attachmentView(one, channel.id, files)) : [],
    embeds: readable ? message.embeds.map((embed) => ({ ...embed, type: "rich" })) : [],
    components: readable ? componentsView(message) : [],
    flags: message.flags,
    reactions: Array.from(message.reactions, ([name, users]) => ({
      emoji: { id: null, name },
      count: users.size,
      count_details: { burst: 0, normal: users.size },
      me: users.has(reader.user.id),
      me_burst: false,
      burst_colors: [],
    })),
    ...(readable ? { ...stickersView(message), ...pollView(message) } : {}),
    ...(message.appId === null ? {} : { application_id: message.appId }),
    ...(thread ? { thread: channelView(thread) } : {}),
    ...(reference
      ? {
          message_reference: {
            type: reference.forwarded ? 1 : 0,
            guild_id: channel.guild.id,
            channel_id: reference.channelId,
            ...(reference.messageId === null ? {} : { message_id: reference.messageId }),
          },
          ...(readable ? snapshotsView(reference, files) : {}),
          ...(replied && !reference.forwarded ? { referenced_message: messageView(replied, reader, files) } : {}),
        }
      : {}),
  };
};

export const commandView = (command: Command, appId: string): Json => ({
  ...command,
  application_id: appId,
  version: command.id,
  ...(command.guildId === null ? {} : { guild_id: command.guildId }),
});
