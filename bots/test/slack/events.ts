import type { AppIdentity } from "./json.ts";
import { messageJson } from "./json.ts";
import type { Channel, Json, Message, Mint, Workspace } from "./state.ts";

const place = (channel: Channel, ts: string): Json => {
  const kind = channel.isIm ? "im" : channel.isPrivate ? "group" : "channel";
  return { channel: channel.id, channel_type: kind, event_ts: ts };
};

/** The event about a new message. */
export const messageEvent = (app: AppIdentity, workspace: Workspace, channel: Channel, message: Message): Json => ({
  ...messageJson(app, workspace, channel, message, true),
  ...place(channel, message.ts),
});

/** The event about a changed message. */
export const changedEvent = (
  app: AppIdentity,
  workspace: Workspace,
  channel: Channel,
  message: Message,
  before: Json,
  mint: Mint,
): Json => {
  const ts = mint.ts();
  const now = messageJson(app, workspace, channel, message, true);
  const about = { type: "message", subtype: "message_changed", hidden: true, ts };
  return { ...about, message: now, previous_message: before, ...place(channel, ts) };
};

/** The event about a deleted message. */
export const deletedEvent = (channel: Channel, deletedTs: string, before: Json, mint: Mint): Json => {
  const ts = mint.ts();
  const about = { type: "message", subtype: "message_deleted", hidden: true, ts, deleted_ts: deletedTs };
  return { ...about, previous_message: before, ...place(channel, ts) };
};
