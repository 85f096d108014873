import { ChannelType, GatewayIntentBits } from "discord-api-types/v10";
import type { z } from "zod";
import type { channelEdit, threadEdit } from "./check-channel.ts";
import { refusal, tooMany } from "./discord-error.ts";
import { may } from "./permissions.ts";
import type { State } from "./state.ts";
import { need } from "./state.ts";
import { channelView } from "./views.ts";
import type { Channel, Member, Message, Tag } from "./world.ts";

type ThreadEdit = z.output<typeof threadEdit>;
type ChannelEdit = z.output<typeof channelEdit>;

const minute = 60_000;
const renameLimit = { count: 2, window: 10 * minute };
const mostActive = 1000;

/** Tells bots what became of a channel. */
export const tellChannel = (state: State, name: string, channel: Channel): void =>
  state.tell({
    name,
    guild: channel.guild,
    channel,
    intent: GatewayIntentBits.Guilds,
    data: () => ({ ...channelView(channel), ...(name === "THREAD_CREATE" ? { newly_created: true } : {}) }),
  });

/** Counts a new name of a channel or thread: there are two in ten minutes. */
const rename = (state: State, channel: Channel, name: string): void => {
  const recent = channel.renames.filter((at) => at > state.now() - renameLimit.window);
  const [first] = recent;
  if (first !== undefined && recent.length >= renameLimit.count)
    throw tooMany((first + renameLimit.window - state.now()) / 1000, "shared", 20_028);
  channel.renames = [...recent, state.now()];
  channel.name = name;
};

interface NewThread {
  readonly id: string;
  readonly parent: Channel;
  readonly owner: Member;
  readonly name: string;
  readonly autoArchive: number | undefined;
  readonly appliedTags: readonly string[];
}

const addThread = (state: State, { id, parent, owner, name, autoArchive, appliedTags }: NewThread): Channel => {
  const { guild } = parent;
  const active = [...guild.channels.values()].filter(({ thread }) => thread?.archived === false);
  if (active.length >= mostActive) throw refusal(160006);
  const channel: Channel = {
    id,
    guild,
    type: ChannelType.PublicThread,
    name,
    topic: null,
    parent,
    overwrites: [],
    tags: [],
    needsTag: false,
    messages: new Map(),
    thread: {
      ownerId: owner.user.id,
      archived: false,
      locked: false,
      archivedAt: state.now(),
      autoArchive: autoArchive ?? 4320,
      appliedTags,
      followers: new Set(),
    },
    renames: [],
  };
  guild.channels.set(id, channel);
  tellChannel(state, "THREAD_CREATE", channel);
  return channel;
};

/** A member starts a thread from a message; it gets the id of the message. */
export const startThread = (
  state: State,
  message: Message,
  owner: Member,
  input: { readonly name: string; readonly auto_archive_duration?: number | undefined },
): Channel => {
  const { channel: parent, id } = message;
  if (parent.type !== ChannelType.GuildText && parent.type !== ChannelType.GuildAnnouncement) throw refusal(50024);
  need(parent, owner, "CreatePublicThreads");
  if (parent.guild.channels.has(id)) throw refusal(160004);
  const { name, auto_archive_duration: autoArchive } = input;
  return addThread(state, { id, parent, owner, name, autoArchive, appliedTags: [] });
};

const checkTags = (forum: Channel | null, member: Member, ids: readonly string[]): void => {
  for (const id of ids) {
    const tag = forum?.tags.find((one) => one.id === id);
    if (!forum || !tag) throw refusal(10087);
    if (tag.moderated) need(forum, member, "ManageThreads");
  }
  if (forum?.needsTag === true && ids.length === 0) throw refusal(40067);
};

/** A member opens a post in a forum; its first message is still to be put into it. */
export const startPost = (
  state: State,
  forum: Channel,
  owner: Member,
  input: {
    readonly name: string;
    readonly auto_archive_duration?: number | undefined;
    readonly applied_tags?: readonly string[] | undefined;
  },
): Channel => {
  if (forum.type !== ChannelType.GuildForum) throw refusal(50024);
  need(forum, owner, "SendMessages");
  const appliedTags = input.applied_tags ?? [];
  checkTags(forum, owner, appliedTags);
  const { name, auto_archive_duration: autoArchive } = input;
  return addThread(state, { id: state.ids.next(), parent: forum, owner, name, autoArchive, appliedTags });
};

/** Changes a thread, whoever may do that. */
export const editThread = (state: State, channel: Channel, edit: ThreadEdit): void => {
  const { thread } = channel;
  if (!thread) throw refusal(50024);
  if (edit.name !== undefined && edit.name !== channel.name) rename(state, channel, edit.name);
  const { archived = thread.archived, locked = thread.locked } = edit;
  if (archived !== thread.archived) thread.archivedAt = state.now();
  thread.archived = archived;
  thread.locked = locked;
  thread.autoArchive = edit.auto_archive_duration ?? thread.autoArchive;
  thread.appliedTags = edit.applied_tags ?? thread.appliedTags;
  tellChannel(state, "THREAD_UPDATE", channel);
};

/** A member changes a thread: its owner, or with Manage Threads anybody. */
export const changeThread = (state: State, channel: Channel, member: Member, edit: ThreadEdit): void => {
  const { thread, parent } = channel;
  if (!thread) throw refusal(50024);
  const manages = may(channel, member, "ManageThreads");
  const onlyWakes = edit.archived === false && Object.keys(edit).length === 1;
  if (!manages && (thread.locked || edit.locked !== undefined)) throw refusal(50013);
  if (!manages && thread.ownerId !== member.user.id && !onlyWakes) throw refusal(50013);
  if (thread.archived && edit.archived !== false) throw refusal(50083);
  if (edit.applied_tags) checkTags(parent, member, edit.applied_tags);
  editThread(state, channel, edit);
};

const emojiName = (emoji: string | null | undefined): string | null => emoji ?? null;

/** A member changes a channel. */
export const changeChannel = (state: State, channel: Channel, member: Member, edit: ChannelEdit): void => {
  need(channel, member, "ManageChannels");
  if (edit.available_tags && channel.type !== ChannelType.GuildForum) throw refusal(50024);
  const tags = edit.available_tags?.map<Tag>(({ id, name, moderated = false, ...emoji }) => ({
    id: id != null && channel.tags.some((tag) => tag.id === id) ? id : state.ids.next(),
    name,
    moderated,
    emoji_id: emojiName(emoji.emoji_id),
    emoji_name: emojiName(emoji.emoji_name),
  }));
  if (tags && new Set(tags.map(({ name }) => name)).size < tags.length) throw refusal(40061);
  if (edit.name !== undefined && edit.name !== channel.name) rename(state, channel, edit.name);
  if (edit.topic !== undefined) channel.topic = edit.topic;
  channel.tags = tags ?? channel.tags;
  tellChannel(state, "CHANNEL_UPDATE", channel);
};

/** Deletes a channel with its threads, or a thread. */
export const removeChannel = (state: State, channel: Channel): void => {
  const { guild, id } = channel;
  for (const [one, { parent }] of guild.channels) if (parent?.id === id) guild.channels.delete(one);
  guild.channels.delete(id);
  tellChannel(state, channel.thread ? "THREAD_DELETE" : "CHANNEL_DELETE", channel);
};
