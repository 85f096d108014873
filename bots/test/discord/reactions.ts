import { GatewayIntentBits } from "discord-api-types/v10";
import { refusal } from "./discord-error.ts";
import type { State } from "./state.ts";
import { need, needActive } from "./state.ts";
import type { Member, Message } from "./world.ts";

const mostReactions = 20;

const tellReaction = (state: State, name: string, message: Message, userId: string, emoji: string): void => {
  const { channel, id } = message;
  state.tell({
    name,
    guild: channel.guild,
    channel,
    intent: GatewayIntentBits.GuildMessageReactions,
    data: () => ({
      user_id: userId,
      channel_id: channel.id,
      message_id: id,
      guild_id: channel.guild.id,
      emoji: { id: null, name: emoji },
      burst: false,
      type: 0,
      message_author_id: message.author.id,
    }),
  });
};

const isEmoji = (name: string): boolean => /^\p{RGI_Emoji}$/v.test(name);

/** A member reacts to a message. */
export const react = (state: State, message: Message, member: Member, emoji: string): void => {
  if (!isEmoji(emoji)) throw refusal(10014);
  need(message.channel, member, "ReadMessageHistory");
  needActive(message.channel, member);
  const users = message.reactions.get(emoji);
  if (!users) {
    need(message.channel, member, "AddReactions");
    if (message.reactions.size >= mostReactions) throw refusal(30010);
  }
  if (users?.has(member.user.id) === true) return;
  message.reactions.set(emoji, new Set([...(users ?? []), member.user.id]));
  tellReaction(state, "MESSAGE_REACTION_ADD", message, member.user.id, emoji);
};

/** A member takes a reaction back. */
export const unreact = (state: State, message: Message, member: Member, emoji: string): void => {
  if (!isEmoji(emoji)) throw refusal(10014);
  needActive(message.channel, member);
  const users = message.reactions.get(emoji);
  if (users?.delete(member.user.id) !== true) throw refusal(10014);
  if (users.size === 0) message.reactions.delete(emoji);
  tellReaction(state, "MESSAGE_REACTION_REMOVE", message, member.user.id, emoji);
};
