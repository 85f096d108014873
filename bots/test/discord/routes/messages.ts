import type { Call, Routes } from "../call.ts";
import { channelOf, messageOf, viewFor } from "../call.ts";
import { messageEdit, messageInput } from "../check-message.ts";
import { checked } from "../form.ts";
import { edit, remove, send } from "../messages.ts";
import { may } from "../permissions.ts";
import { react, unreact } from "../reactions.ts";
import { need } from "../state.ts";
import { userView } from "../views.ts";
import type { Channel, Message } from "../world.ts";

const page = ({ messages }: Channel, query: URLSearchParams): readonly Message[] => {
  const limit = Number(query.get("limit") ?? 50);
  const all = [...messages.values()];
  const after = query.get("after");
  const before = query.get("before");
  const chosen =
    after === null
      ? all.filter(({ id }) => before === null || BigInt(id) < BigInt(before)).slice(-limit)
      : all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
  return chosen.toReversed();
};

const emojiOf = ({ params }: Call): string => params["emoji"] ?? "";

/** Messages, and the reactions to them. */
export const messageRoutes: Routes = {
  "GET /channels/:channel/messages": (call) => {
    const { channel, member } = channelOf(call);
    if (!may(channel, member, "ReadMessageHistory")) return [];
    return page(channel, call.query).map((message) => viewFor(call, message));
  },
  "GET /channels/:channel/messages/:message": (call) => {
    const { message, member } = messageOf(call);
    need(message.channel, member, "ReadMessageHistory", 50001);
    return viewFor(call, message);
  },
  "POST /channels/:channel/messages": (call) => {
    const { channel, member } = channelOf(call);
    const input = checked(messageInput, call.body);
    const message = send(call.state, channel, member, input, call.uploads);
    return { ...viewFor(call, message), ...(message.nonce === null ? {} : { nonce: message.nonce }) };
  },
  "PATCH /channels/:channel/messages/:message": (call) => {
    const { message, member } = messageOf(call);
    edit(call.state, message, member, checked(messageEdit, call.body), call.uploads);
    return viewFor(call, message);
  },
  "DELETE /channels/:channel/messages/:message": (call) => {
    const { message, member } = messageOf(call);
    remove(call.state, message, member);
    return undefined;
  },
  "PUT /channels/:channel/messages/:message/reactions/:emoji/@me": (call) => {
    const { message, member } = messageOf(call);
    react(call.state, message, member, emojiOf(call));
    return undefined;
  },
  "DELETE /channels/:channel/messages/:message/reactions/:emoji/@me": (call) => {
    const { message, member } = messageOf(call);
    unreact(call.state, message, member, emojiOf(call));
    return undefined;
  },
  "GET /channels/:channel/messages/:message/reactions/:emoji": (call) => {
    const { message } = messageOf(call);
    const users = message.reactions.get(emojiOf(call)) ?? new Set();
    return [...users].flatMap((id) => {
      const member = message.channel.guild.members.get(id);
      return member ? [userView(member.user)] : [];
    });
  },
  "POST /channels/:channel/typing": (call) => {
    channelOf(call);
    return undefined;
  },
};
