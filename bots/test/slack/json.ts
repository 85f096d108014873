import type { Channel, File, Install, Json, Message, User, View, Workspace } from "./state.ts";
import { isMember, repliesTo } from "./state.ts";

/** What everybody's payloads and answers are made of. */
export interface AppIdentity {
  readonly appId: string;
  readonly url: string;
}

export const fileJson = (app: AppIdentity, workspace: Workspace, file: File, shares: Json = {}): Json => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: file.name.split(".").at(-1) ?? "binary",
  size: file.size,
  user: file.userId,
  mode: file.deleted ? "tombstone" : "hosted",
  file_access: "visible",
  created: 0,
  url_private: `${app.url}/files-pri/${workspace.id}-${file.id}/${encodeURIComponent(file.name)}`,
  url_private_download: `${app.url}/files-pri/${workspace.id}-${file.id}/download/${encodeURIComponent(file.name)}`,
  permalink: `https://${workspace.domain}.slack.com/files/${file.userId}/${file.id}`,
  shares,
});

const reactionsJson = ({ reactions }: Message): readonly Json[] =>
  [...reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));

const metadataJson = ({ metadata }: Message, install: Install | null): Json => {
  if (metadata === null) return {};
  const isAllowed = install === null || install.scopes.has("metadata.message:read");
  return { metadata: isAllowed ? metadata : { event_type: metadata["event_type"] } };
};

/** How a message looks in an answer or an event. */
export const messageJson = (
  app: AppIdentity,
  workspace: Workspace,
  channel: Channel,
  message: Message,
  withMetadata = false,
): Json => {
  const { install } = workspace;
  const replies = repliesTo(channel, message.ts);
  const isParent = replies.length > 0;
  const threadTs = message.threadTs ?? (isParent ? message.ts : null);
  return {
    type: "message",
    ...(message.subtype === null ? {} : { subtype: message.subtype }),
    user: message.subtype === "tombstone" ? "USLACKBOT" : message.userId,
    ...(message.ours && install ? { bot_id: install.botId, app_id: app.appId } : {}),
    team: workspace.id,
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(message.threadTs === null ? {} : { parent_user_id: channel.messages.get(message.threadTs)?.userId }),
    ...(isParent ? { reply_count: replies.length, latest_reply: replies.at(-1)?.ts } : {}),
    ...(message.files.length > 0 ? { files: message.files.map((file) => fileJson(app, workspace, file)) } : {}),
    ...(message.editedTs === null ? {} : { edited: { user: message.userId, ts: message.editedTs } }),
    ...(message.reactions.size > 0 ? { reactions: reactionsJson(message) } : {}),
    ...(withMetadata ? metadataJson(message, install) : {}),
  };
};

export const channelJson = (workspace: Workspace, channel: Channel): Json => ({
  id: channel.id,
  name: channel.name,
  is_channel: !channel.isIm && !channel.isPrivate,
  is_group: channel.isPrivate,
  is_im: channel.isIm,
  is_private: channel.isPrivate || channel.isIm,
  is_archived: channel.isArchived,
  is_member: isMember(workspace, channel),
  num_members: channel.members.size,
});

export const userJson = (workspace: Workspace, user: User, withEmail: boolean): Json => ({
  id: user.id,
  team_id: workspace.id,
  name: user.name.toLowerCase().replaceAll(" ", "."),
  real_name: user.name,
  deleted: user.deleted,
  is_bot: user.isBot,
  is_restricted: user.isRestricted,
  is_ultra_restricted: false,
  profile: { real_name: user.name, display_name: user.name, ...(withEmail ? { email: user.email } : {}) },
});

/** How a view looks in an answer or a payload; `values` are what was put in. */
export const viewJson = (app: AppIdentity, workspace: Workspace, view: View, values: Json = {}): Json => ({
  callback_id: "",
  private_metadata: "",
  external_id: "",
  submit: null,
  close: null,
  clear_on_close: false,
  notify_on_close: false,
  ...view.source,
  id: view.id,
  team_id: workspace.id,
  app_id: app.appId,
  app_installed_team_id: workspace.id,
  bot_id: workspace.install?.botId ?? "",
  hash: view.hash,
  state: { values },
  root_view_id: view.rootId,
  previous_view_id: view.previousId,
});
