import type { Call, Method } from "../call.ts";
import {
  argument,
  channelOf,
  flag,
  messageOf,
  metadataOf,
  needScope,
  openChannelOf,
  structured,
  userOf,
} from "../call.ts";
import { messageJson } from "../json.ts";
import { contentOf } from "../message-content.ts";
import { Refused } from "../refused.ts";
import { checkBlocks } from "../block-limits.ts";
import type { Channel, Message } from "../state.ts";
import { isJson, list, removeMessage, text } from "../state.ts";

const json = (call: Call, channel: Channel, message: Message) =>
  messageJson(call.slack, call.workspace, channel, message, true);

const direct = (call: Call): Channel | null => {
  const id = text(call.args["channel"]);
  if (!call.workspace.users.has(id)) return null;
  if (!call.slack.pages.messagesTab) throw new Refused("messages_tab_disabled");
  return call.slack.openDirect(call.workspace, id);
};

const postMessage: Method = (call) => {
  needScope(call, "chat:write");
  const channel = direct(call) ?? openChannelOf(call);
  const content = contentOf(call);
  const metadata = metadataOf(call);
  call.slack.pacing.sent(channel.id);
  // A thread whose first message is gone swallows nothing: the answer appears in the channel.
  const parent = channel.messages.get(text(call.args["thread_ts"]));
  const message = call.slack.addMessage(call.workspace, channel, {
    ...content,
    metadata,
    threadTs: parent === undefined ? null : (parent.threadTs ?? parent.ts),
    userId: call.install.botUserId,
    ours: true,
    parse: call.args["parse"] === "full" || flag(call.args["link_names"]) ? "full" : "none",
  });
  return { ok: true, channel: channel.id, ts: message.ts, message: json(call, channel, message) };
};

const ownMessage = (call: Call, channel: Channel, otherwise: string): Message => {
  const message = messageOf(channel, argument(call, "ts"));
  if (!message.ours) throw new Refused(otherwise);
  return message;
};

const isRich = (message: Pick<Message, "blocks">): boolean =>
  message.blocks.some((block) => block["type"] === "rich_text");

const update: Method = (call) => {
  needScope(call, "chat:write");
  const channel = openChannelOf(call);
  const message = ownMessage(call, channel, "cant_update_message");
  const content = contentOf(call);
  if (isRich(message) && content.blocks.length > 0 && !isRich(content)) throw new Refused("block_mismatch");
  const metadata = metadataOf(call);
  const before = json(call, channel, message);
  Object.assign(message, content);
  if (metadata !== null) message.metadata = metadata;
  message.parse = call.args["parse"] === "none" && !flag(call.args["link_names"]) ? "none" : "full";
  call.slack.changed(call.workspace, channel, message, before);
  return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: json(call, channel, message) };
};

const remove: Method = (call) => {
  needScope(call, "chat:write");
  const channel = channelOf(call, null);
  const message = ownMessage(call, channel, "cant_delete_message");
  const before = json(call, channel, message);
  removeMessage(channel, message);
  call.slack.deleted(call.workspace, channel, message.ts, before);
  return { ok: true, channel: channel.id, ts: message.ts };
};

const postEphemeral: Method = (call) => {
  needScope(call, "chat:write");
  const channel = openChannelOf(call);
  const user = userOf(call, argument(call, "user"));
  if (!channel.members.has(user.id)) throw new Refused("user_not_in_channel");
  const { text: words, blocks } = contentOf(call);
  const ts = call.slack.mint.ts();
  const threadTs = text(call.args["thread_ts"]) || null;
  call.workspace.ephemerals.push({ ts, channelId: channel.id, threadTs, userId: user.id, text: words, blocks });
  return { ok: true, message_ts: ts };
};

const unfurl: Method = (call) => {
  needScope(call, "links:write");
  const unfurls = structured(call, "unfurls", "cannot_parse_attachment");
  if (!isJson(unfurls)) throw new Refused("missing_unfurls");
  for (const one of Object.values(unfurls)) {
    const problems = isJson(one) ? checkBlocks(list(one["blocks"]), "message") : ["[ERROR] must be an object"];
    if (problems.length > 0) throw new Refused("invalid_blocks", problems);
  }
  const place = call.slack.unfurlPlace(call.workspace, call.args);
  if (place === null) throw new Refused("cannot_unfurl_message");
  place.message.attachments = Object.entries(unfurls).map(([url, one]) => ({
    from_url: url,
    ...(isJson(one) ? one : {}),
  }));
  return { ok: true };
};

const getPermalink: Method = (call) => {
  const channel = channelOf(call, null);
  const { ts, threadTs } = messageOf(channel, argument(call, "message_ts"));
  const thread = threadTs === null || threadTs === ts ? "" : `?thread_ts=${threadTs}&cid=${channel.id}`;
  const permalink = `https://${call.workspace.domain}.slack.com/archives/${channel.id}/p${ts.replace(".", "")}${thread}`;
  return { ok: true, channel: channel.id, permalink };
};

export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.delete": remove,
  "chat.postEphemeral": postEphemeral,
  "chat.unfurl": unfurl,
  "chat.getPermalink": getPermalink,
};
