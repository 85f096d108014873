import type { Channel, File, Install, Json, Message, User, View, Workspace } from "./state.ts";
import { isMember, repliesTo } from "./state.ts";

/** What everybody's payloads and answers are made of. */
export interface AppIdentity {
  readonly appId: string;
  readonly url: string;
}

const placeOf = (app: AppIdentity, workspace: Workspace, { id, name, mode, address }: File): Json => {
  if (address !== null) return { is_external: true, external_type: "gdrive", url_private: address };
  const files = `${app.url}/files-pri/${workspace.id}-${id}`;
  const download = { url_private_download: `${files}/download/${encodeURIComponent(name)}` };
  const addresses = { url_private: `${files}/${encodeURIComponent(name)}`, ...(mode === "quip" ? {} : download) };
  return { is_external: false, external_type: "", ...addresses };
};

export const fileJson = (app: AppIdentity, workspace: Workspace, file: File, shares: Json = {}): Json => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: file.mode === "quip" ? "quip" : (file.name.split(".").at(-1) ?? "binary"),
  size: file.size,
  user: file.userId,
  mode: file.deleted ? "tombstone" : file.mode,
  file_access: "visible",
  created: 0,
  ...placeOf(app, workspace, file),
  permalink: `https://${workspace.domain}.slack.com/files/${file.userId}/${file.id}`,
  shares,
});

/** A file as messages show it: of one from another company they say only that `files.info` knows more. */
export const sharedFileJson = (app: AppIdentity, workspace: Workspace, file: File): Json =>
  file.isForeign && !file.deleted
    ? {
        id: file.id,
        mode: "file_access",
        file_access: "check_file_info",
        created: 0,
        user: "",
        name: null,
        title: null,
      }
    : fileJson(app, workspace, file);

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
    ...(message.files.length > 0 ? { files: message.files.map((file) => sharedFileJson(app, workspace, file)) } : {}),
    ...(message.editedTs === null ? {} : { edited: { user: message.userId, ts: message.editedTs } }),
    ...(message.reactions.size > 0 ? { reactions: reactionsJson(message) } : {}),
    ...(withMetadata ? metadataJson(message, install) : {}),
  };
};

/** A message as it hangs on one that forwards it; of what stands where the app is not, nothing is shown. */
export const forwardJson = (app: AppIdentity, workspace: Workspace, channel: Channel, message: Message): Json => {
  const author = workspace.users.get(message.userId)?.name ?? "";
  const link = `https://${workspace.domain}.slack.com/archives/${channel.id}/p${message.ts.replace(".", "")}`;
  const about = { id: 1, is_share: true, is_msg_unfurl: true, channel_id: channel.id, ts: message.ts, from_url: link };
  if (channel.isPrivate && !isMember(workspace, channel)) return { ...about, private_channel_prompt: true };
  return {
    ...about,
    author_id: message.userId,
    author_name: author,
    author_subname: author,
    text: message.text,
    fallback: `${author}: ${message.text}`,
    mrkdwn_in: ["text"],
    message_blocks: [{ team: workspace.id, channel: channel.id, ts: message.ts, message: { blocks: message.blocks } }],
    footer: "Slack Conversation",
    color: "D0D0D0",
    ...(message.files.length > 0 ? { files: message.files.map((file) => sharedFileJson(app, workspace, file)) } : {}),
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
