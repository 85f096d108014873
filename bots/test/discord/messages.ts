import { ChannelType, GatewayIntentBits, MessageFlags, MessageType } from "discord-api-types/v10";
import type { MessageEdit, MessageInput } from "./check-message.ts";
import { refusal } from "./discord-error.ts";
import { pingsOf } from "./pings.ts";
import { timeOf } from "./snowflake.ts";
import type { State } from "./state.ts";
import { need, needActive } from "./state.ts";
import { editThread } from "./threads.ts";
import type { Attachment, Channel, Member, Message, Reference, User } from "./world.ts";

/** A file as it was sent. */
export interface Upload {
  readonly key: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const minute = 60_000;
/** How long Discord remembers a nonce: it says “the past few minutes”. */
const nonceMemory = 5 * minute;
const mostAttachments = 10;
const fileBytes = 10 * 1024 * 1024;

const settableFlags = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.Ephemeral;

const talks: readonly ChannelType[] = [
  ChannelType.DM,
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

export const tellMessage = (state: State, name: string, message: Message): void => {
  if (message.onlyFor !== null || message.channel.type === ChannelType.DM) return;
  const { channel, author } = message;
  const member = channel.guild.members.get(author.id);
  state.tell({
    name,
    guild: channel.guild,
    channel,
    intent: GatewayIntentBits.GuildMessages,
    data: (reader) => ({
      ...state.messageView(message, reader),
      guild_id: channel.guild.id,
      ...(member
        ? { member: { roles: [...member.roles], nick: member.nick, deaf: false, mute: false, flags: 0 } }
        : {}),
      ...(message.nonce === null ? {} : { nonce: message.nonce }),
    }),
  });
};

const attach = (state: State, uploads: readonly Upload[], names: readonly (string | undefined)[]): Attachment[] =>
  uploads.map(({ bytes, filename, contentType }, i) => {
    if (bytes.byteLength > fileBytes) throw refusal(40005);
    const attachment = { id: state.ids.next(), filename: names[i] ?? filename, contentType, bytes };
    state.attachments.set(attachment.id, attachment);
    return attachment;
  });

export interface Draft {
  /** Given where it is that of the thread which it begins. */
  readonly id?: string;
  readonly channel: Channel;
  readonly author: User;
  readonly input: MessageInput;
  readonly uploads?: readonly Upload[];
  readonly type?: MessageType;
  readonly reference?: Reference | null;
  readonly appId?: string | null;
  readonly onlyFor?: string | null;
  /** Flags that only Discord sets. */
  readonly flags?: number;
  readonly stickers?: Message["stickers"];
  readonly poll?: Message["poll"];
}

/** Puts a message into a channel, whoever may do that. */
export const put = (state: State, draft: Draft): Message => {
  const { channel, author, input, uploads = [], type = MessageType.Default, reference = null } = draft;
  const names = uploads.map(({ key }) => input.attachments?.find(({ id }) => key === `files[${id}]`)?.filename);
  if (uploads.length > mostAttachments) throw refusal(30015);
  const { stickers = [], poll = null } = draft;
  const more = [stickers[0], poll, reference?.forwarded];
  const says = [input.content, input.embeds?.[0], input.components?.[0], uploads[0], ...more];
  if (type === MessageType.Default && says.every((one) => one == null || one === "")) throw refusal(50006);
  const message: Message = {
    id: draft.id ?? state.ids.next(),
    channel,
    author,
    type,
    reference,
    nonce: input.nonce ?? null,
    appId: draft.appId ?? null,
    onlyFor: draft.onlyFor ?? null,
    content: input.content ?? "",
    embeds: input.embeds ?? [],
    components: input.components ?? [],
    attachments: attach(state, uploads, names),
    stickers,
    poll,
    flags: ((input.flags ?? 0) & settableFlags) | (draft.flags ?? 0),
    editedAt: null,
    pings: pingsOf(input.content ?? "", input.allowed_mentions),
    reactions: new Map(),
  };
  if (message.onlyFor === null) channel.messages.set(message.id, message);
  if (input.nonce != null) state.nonces.set(`${author.id}:${input.nonce}`, message);
  tellMessage(state, "MESSAGE_CREATE", message);
  return message;
};

const repliedTo = (
  { message_reference: reference }: MessageInput,
  channel: Channel,
  member: Member,
): Reference | null => {
  if (reference == null) return null;
  need(channel, member, "ReadMessageHistory");
  const replied = channel.messages.get(reference.message_id);
  if (!replied && reference.fail_if_not_exists !== false) {
    const fault = { code: "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", message: "Unknown message" };
    throw refusal(50035, { message_reference: { _errors: [fault] } });
  }
  return replied ? { channelId: channel.id, messageId: replied.id } : null;
};

/** A member sends a message. With `enforce_nonce` one that they sent a moment ago is not sent again. */
export const send = (
  state: State,
  channel: Channel,
  member: Member,
  input: MessageInput,
  uploads: readonly Upload[] = [],
): Message => {
  if (!talks.includes(channel.type)) throw refusal(50008);
  if (state.shut.has(channel.name)) throw refusal(50007);
  need(channel, member, channel.thread ? "SendMessagesInThreads" : "SendMessages");
  if ((input.embeds ?? []).length > 0) need(channel, member, "EmbedLinks");
  if (uploads.length > 0) need(channel, member, "AttachFiles");
  if (channel.thread?.locked === true) needActive(channel, member);
  const known = input.nonce == null ? undefined : state.nonces.get(`${member.user.id}:${input.nonce}`);
  if (input.enforce_nonce === true && known && state.now() - timeOf(known.id) < nonceMemory) return known;
  const reference = repliedTo(input, channel, member);
  if (channel.thread?.archived === true) editThread(state, channel, { archived: false });
  const type = reference ? MessageType.Reply : MessageType.Default;
  return put(state, { channel, author: member.user, input, uploads, type, reference });
};

/** A member says something that is more than words and files: a sticker, a poll, or a message that they forward. */
export const say = (
  state: State,
  channel: Channel,
  member: Member,
  { forwards, ...more }: { readonly forwards?: Message } & Pick<Draft, "stickers" | "poll">,
): Message => {
  need(channel, member, "SendMessagesInThreads");
  const { id: messageId = null, channel: from = channel } = forwards ?? {};
  const reference = forwards ? { reference: { channelId: from.id, messageId, forwarded: { ...forwards } } } : {};
  const flags = forwards ? { flags: MessageFlags.HasSnapshot } : {};
  return put(state, { channel, author: member.user, input: {}, ...more, ...reference, ...flags });
};

/** Changes a message, whoever may do that. */
export const change = (state: State, message: Message, edit: MessageEdit, uploads: readonly Upload[] = []): void => {
  const kept = message.attachments.filter(({ id }) => edit.attachments?.some((one) => one.id === id) ?? true);
  const attachments = [...kept, ...attach(state, uploads, [])];
  if (attachments.length > mostAttachments) throw refusal(30015);
  const { content = message.content, embeds = message.embeds, components = message.components } = edit;
  const says = [content, embeds?.[0], components?.[0], attachments[0]];
  if (says.every((one) => one == null || one === "")) throw refusal(50006);
  message.attachments = attachments;
  message.content = content ?? "";
  message.embeds = embeds ?? [];
  message.components = components ?? [];
  if (edit.flags != null) message.flags = edit.flags & settableFlags;
  if (edit.content !== undefined) message.pings = pingsOf(message.content, edit.allowed_mentions);
  message.editedAt = state.now();
  tellMessage(state, "MESSAGE_UPDATE", message);
};

/** A member changes a message of theirs. */
export const edit = (
  state: State,
  message: Message,
  member: Member,
  input: MessageEdit,
  uploads: readonly Upload[] = [],
): void => {
  if (message.author.id !== member.user.id) throw refusal(50005);
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply && message.appId === null)
    throw refusal(50021);
  needActive(message.channel, member);
  if (uploads.length > 0) need(message.channel, member, "AttachFiles");
  change(state, message, input, uploads);
};

/** Takes a message away, whoever may do that. */
export const take = (state: State, message: Message): void => {
  const { channel, id } = message;
  channel.messages.delete(id);
  for (const attachment of message.attachments) state.attachments.delete(attachment.id);
  if (message.onlyFor !== null) return;
  state.tell({
    name: "MESSAGE_DELETE",
    guild: channel.guild,
    channel,
    intent: GatewayIntentBits.GuildMessages,
    data: () => ({ id, channel_id: channel.id, guild_id: channel.guild.id }),
  });
};

/** Takes messages of one channel away at once, as bots of moderators do, and Discord with those of somebody banned. */
export const takeAtOnce = (state: State, messages: readonly Message[]): void => {
  const [first] = messages;
  if (!first) return;
  const { channel } = first;
  const ids = messages.map(({ id }) => id);
  for (const id of ids) channel.messages.delete(id);
  state.tell({
    name: "MESSAGE_DELETE_BULK",
    guild: channel.guild,
    channel,
    intent: GatewayIntentBits.GuildMessages,
    data: () => ({ ids, channel_id: channel.id, guild_id: channel.guild.id }),
  });
};

/** A member deletes a message: their own, or with Manage Messages anybody's. */
export const remove = (state: State, message: Message, member: Member): void => {
  if (message.author.id !== member.user.id) need(message.channel, member, "ManageMessages");
  needActive(message.channel, member);
  take(state, message);
};
