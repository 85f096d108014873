import type { Routes } from "../call.ts";
import { channelOf, messageOf, viewFor } from "../call.ts";
import { channelEdit, postInput, threadEdit, threadInput } from "../check-channel.ts";
import { refusal } from "../discord-error.ts";
import { checked } from "../form.ts";
import { alterThread, openPost, openThread } from "../open-thread.ts";
import { may } from "../permissions.ts";
import { need } from "../state.ts";
import { changeChannel, removeChannel } from "../threads.ts";
import { channelView } from "../views.ts";

/** Channels and threads. */
export const channelRoutes: Routes = {
  "GET /channels/:channel": (call) => channelView(channelOf(call).channel),
  "PATCH /channels/:channel": (call) => {
    const { channel, member } = channelOf(call);
    if (channel.thread) alterThread(call.state, channel, member, checked(threadEdit, call.body));
    else changeChannel(call.state, channel, member, checked(channelEdit, call.body));
    return channelView(channel);
  },
  "DELETE /channels/:channel": (call) => {
    const { channel, member } = channelOf(call);
    need(channel, member, channel.thread ? "ManageThreads" : "ManageChannels");
    removeChannel(call.state, channel);
    return channelView(channel);
  },
  "POST /channels/:channel/messages/:message/threads": (call) => {
    const { message, member } = messageOf(call);
    return channelView(openThread(call.state, message, member, checked(threadInput, call.body)));
  },
  "POST /channels/:channel/threads": (call) => {
    const { channel, member } = channelOf(call);
    const post = openPost(call.state, channel, member, checked(postInput, call.body), call.uploads);
    return { ...channelView(post.channel), message: viewFor(call, post.message) };
  },
  "PUT /channels/:channel/thread-members/@me": (call) => {
    channelOf(call);
    return undefined;
  },
  "PUT /channels/:channel/thread-members/:user": (call) => {
    const { channel, member } = channelOf(call);
    if (!channel.thread) throw refusal(10003);
    if (channel.thread.archived) throw refusal(50083);
    need(channel, member, "SendMessagesInThreads");
    const joining = channel.guild.members.get(call.params["user"] ?? "");
    if (!joining) throw refusal(10007);
    if (!may(channel, joining, "ViewChannel")) throw refusal(50001);
    channel.thread.followers.add(joining.user.id);
    return undefined;
  },
  "GET /channels/:channel/threads/archived/public": (call) => {
    const { channel, member } = channelOf(call);
    const limit = Number(call.query.get("limit") ?? 50);
    const before = Date.parse(call.query.get("before") ?? "9999-01-01T00:00:00Z");
    const archived = [...channel.guild.channels.values()]
      .flatMap((one) =>
        one.parent?.id === channel.id && one.thread?.archived === true ? [{ one, at: one.thread.archivedAt }] : [],
      )
      .filter(({ at }) => at < before && may(channel, member, "ReadMessageHistory"))
      .toSorted((a, b) => b.at - a.at);
    return {
      threads: archived.slice(0, limit).map(({ one }) => channelView(one)),
      members: [],
      has_more: archived.length > limit,
    };
  },
};
