import { MessageType } from "discord-api-types/v10";
import type { z } from "zod";
import type { postInput, threadEdit, threadInput } from "./check-channel.ts";
import type { Upload } from "./messages.ts";
import { put } from "./messages.ts";
import type { State } from "./state.ts";
import { need } from "./state.ts";
import { changeThread, removeChannel, startPost, startThread } from "./threads.ts";
import type { Channel, Member, Message } from "./world.ts";

/** A member starts a thread from a message. Its first message only points to that one. */
export const openThread = (
  state: State,
  message: Message,
  owner: Member,
  input: z.output<typeof threadInput>,
): Channel => {
  const channel = startThread(state, message, owner, input);
  put(state, {
    channel,
    author: owner.user,
    type: MessageType.ThreadStarterMessage,
    reference: { channelId: message.channel.id, messageId: message.id },
    input: {},
  });
  return channel;
};

/** A member opens a post of a forum with its first message, which has the same id. */
export const openPost = (
  state: State,
  forum: Channel,
  owner: Member,
  input: z.output<typeof postInput>,
  uploads: readonly Upload[],
): { readonly channel: Channel; readonly message: Message } => {
  if ((input.message.embeds ?? []).length > 0) need(forum, owner, "EmbedLinks");
  if (uploads.length > 0) need(forum, owner, "AttachFiles");
  const channel = startPost(state, forum, owner, input);
  try {
    const message = put(state, { id: channel.id, channel, author: owner.user, input: input.message, uploads });
    return { channel, message };
  } catch (error) {
    removeChannel(state, channel);
    throw error;
  }
};

/** A member changes a thread; a new name is told in it. */
export const alterThread = (
  state: State,
  channel: Channel,
  member: Member,
  edit: z.output<typeof threadEdit>,
): void => {
  const { name } = channel;
  changeThread(state, channel, member, edit);
  if (channel.name === name) return;
  const input = { content: channel.name, allowed_mentions: { parse: [] } };
  put(state, { channel, author: member.user, type: MessageType.ChannelNameChange, input });
};
