import type { Call, Method } from "../call.ts";
import { argument, channelOf, flag, messageOf, needScope, pageOf, userOf } from "../call.ts";
import { channelJson, messageJson } from "../json.ts";
import { Refused } from "../refused.ts";
import type { Channel, Json, Message } from "../state.ts";
import { isMember, repliesTo, text } from "../state.ts";

const mostOfHistory = 999;

const info: Method = (call) => {
  const channel = channelOf(call, "read");
  return { ok: true, channel: channelJson(call.workspace, channel) };
};

const listAll: Method = (call) => {
  needScope(call, "channels:read");
  const types = text(call.args["types"]) || "public_channel";
  const isAsked = (channel: Channel): boolean => {
    if (channel.isIm) return types.includes("im") && isMember(call.workspace, channel);
    if (channel.isPrivate) return types.includes("private_channel") && isMember(call.workspace, channel);
    return types.includes("public_channel");
  };
  if (types.includes("private_channel")) needScope(call, "groups:read");
  const channels = [...call.workspace.channels.values()].filter(isAsked);
  const kept = flag(call.args["exclude_archived"]) ? channels.filter(({ isArchived }) => !isArchived) : channels;
  const { page, next } = pageOf(call, kept, 1000);
  const found = page.map((channel) => channelJson(call.workspace, channel));
  return { ok: true, channels: found, response_metadata: { next_cursor: next } };
};

const joined = (call: Call, reading: "history"): Channel => {
  const channel = channelOf(call, reading);
  if (!isMember(call.workspace, channel)) throw new Refused("not_in_channel");
  return channel;
};

const within = (call: Call, messages: readonly Message[]): readonly Message[] => {
  const { args } = call;
  for (const name of ["oldest", "latest"])
    if (args[name] !== undefined && !/^\d+(\.\d+)?$/.test(JSON.stringify(args[name]).replaceAll('"', "")))
      throw new Refused(`invalid_ts_${name}`);
  const oldest = Number(args["oldest"] ?? 0);
  const latest = Number(args["latest"] ?? Number.POSITIVE_INFINITY);
  const isInclusive = flag(args["inclusive"]);
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
};

const answer = (call: Call, channel: Channel, messages: readonly Message[], next: string): Json => ({
  ok: true,
  messages: messages.map((message) =>
    messageJson(call.slack, call.workspace, channel, message, flag(call.args["include_all_metadata"])),
  ),
  has_more: next !== "",
  response_metadata: { next_cursor: next },
});

const history: Method = (call) => {
  const channel = joined(call, "history");
  const top = [...channel.messages.values()].filter(({ ts, threadTs }) => threadTs === null || threadTs === ts);
  const asked = within(call, top);
  // With `oldest` alone pages go forward from there; otherwise back from the newest. Each page has its newest first.
  const isForward = call.args["oldest"] !== undefined && call.args["latest"] === undefined;
  const { page, next } = pageOf(call, isForward ? asked : asked.toReversed(), mostOfHistory);
  return answer(call, channel, isForward ? page.toReversed() : page, next);
};

const replies: Method = (call) => {
  const channel = joined(call, "history");
  const parent = channel.messages.get(argument(call, "ts"));
  if (!parent) throw new Refused("thread_not_found");
  const thread = parent.threadTs === null || parent.threadTs === parent.ts ? repliesTo(channel, parent.ts) : [];
  const { page, next } = pageOf(call, within(call, thread), 1000);
  return answer(call, channel, [parent, ...page], next);
};

const members: Method = (call) => {
  const channel = channelOf(call, "read");
  const { page, next } = pageOf(call, [...channel.members], 1000);
  return { ok: true, members: page, response_metadata: { next_cursor: next } };
};

const open: Method = (call) => {
  needScope(call, "im:write");
  const user = userOf(call, argument(call, "users"));
  const channel = call.slack.openDirect(call.workspace, user.id);
  return { ok: true, channel: { id: channel.id } };
};

const add: Method = (call) => {
  needScope(call, "reactions:write");
  const channel = channelOf(call, null);
  if (channel.isArchived) throw new Refused("is_archived");
  if (!isMember(call.workspace, channel)) throw new Refused("not_in_channel");
  const message = messageOf(channel, argument(call, "timestamp"));
  const name = argument(call, "name");
  if (!/^[a-z0-9_+-]+(::[a-z0-9_-]+)?$/.test(name)) throw new Refused("invalid_name");
  const users = message.reactions.get(name) ?? new Set();
  if (users.has(call.install.botUserId)) throw new Refused("already_reacted");
  message.reactions.set(name, users.add(call.install.botUserId));
  return { ok: true };
};

const remove: Method = (call) => {
  needScope(call, "reactions:write");
  const channel = channelOf(call, null);
  const { reactions } = messageOf(channel, argument(call, "timestamp"));
  const name = argument(call, "name");
  const users = reactions.get(name);
  if (!users?.delete(call.install.botUserId)) throw new Refused("no_reaction");
  if (users.size === 0) reactions.delete(name);
  return { ok: true };
};

const get: Method = (call) => {
  needScope(call, "reactions:read");
  const channel = channelOf(call, null);
  const message = messageOf(channel, argument(call, "timestamp"));
  return {
    ok: true,
    type: "message",
    channel: channel.id,
    message: messageJson(call.slack, call.workspace, channel, message),
  };
};

export const conversationMethods: Readonly<Record<string, Method>> = {
  "conversations.info": info,
  "conversations.list": listAll,
  "conversations.history": history,
  "conversations.members": members,
  "conversations.replies": replies,
  "conversations.open": open,
  "reactions.add": add,
  "reactions.remove": remove,
  "reactions.get": get,
};
