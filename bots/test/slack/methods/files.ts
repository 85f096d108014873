import type { Call, Method } from "../call.ts";
import { argument, needScope, openChannelOf, structured } from "../call.ts";
import { checkBlocks } from "../block-limits.ts";
import { fileJson } from "../json.ts";
import { keptBlocks } from "../message-content.ts";
import { Refused } from "../refused.ts";
import type { Channel, File, Json } from "../state.ts";
import { list, text } from "../state.ts";

const mostOfFile = 1_000_000_000;

const getUploadUrl: Method = (call) => {
  needScope(call, "files:write");
  const { slack, workspace, install } = call;
  const name = argument(call, "filename");
  const size = Number(call.args["length"]);
  if (!Number.isInteger(size) || size <= 0)
    throw new Refused("missing_argument", ["[ERROR] missing required field: length"]);
  if (size > mostOfFile) throw new Refused("file_upload_size_restricted");
  const file = slack.addFile(workspace, { name, size, userId: install.botUserId });
  return { ok: true, upload_url: `${slack.url}/upload/v1/${workspace.id}/${file.id}`, file_id: file.id };
};

const fileOf = ({ workspace }: Call, id: unknown): File => {
  const file = workspace.files.get(text(id));
  if (!file) throw new Refused("file_not_found");
  if (file.deleted) throw new Refused("file_deleted");
  return file;
};

const sharedBlocks = (call: Call): readonly Json[] => {
  if (text(call.args["initial_comment"]) !== "") return [];
  const blocks = structured(call, "blocks", "invalid_blocks_format") ?? [];
  const problems = checkBlocks(blocks, "message");
  if (problems.length > 0) throw new Refused("invalid_blocks", problems);
  return keptBlocks(list(blocks), call.slack.mint);
};

const share = (call: Call, channel: Channel, files: readonly File[]): void => {
  const parent = channel.messages.get(text(call.args["thread_ts"]));
  call.slack.addMessage(call.workspace, channel, {
    subtype: "file_share",
    text: text(call.args["initial_comment"]),
    blocks: sharedBlocks(call),
    files,
    threadTs: parent === undefined ? null : (parent.threadTs ?? parent.ts),
    userId: call.install.botUserId,
    ours: true,
  });
};

const complete: Method = (call) => {
  needScope(call, "files:write");
  const given = list(structured(call, "files", "invalid_arguments"));
  if (given.length === 0) throw new Refused("invalid_arguments", ["[ERROR] missing required field: files"]);
  const files = given.map(({ id }) => fileOf(call, id));
  if (files.some(({ uploaded, complete }) => !uploaded || complete)) throw new Refused("file_not_found");
  const channel = call.args["channel_id"] === undefined ? null : openChannelOf(call, "channel_id");
  for (const [i, file] of files.entries()) {
    file.title = text(given[i]?.["title"]) || file.name;
    file.complete = true;
  }
  // The sharing goes on after the answer, which therefore does not say where the files came to stand.
  if (channel !== null) share(call, channel, files);
  return { ok: true, files: files.map((file) => fileJson(call.slack, call.workspace, file)) };
};

const sharesOf = ({ workspace }: Call, file: File): Json => {
  const found: Record<"public" | "private", Record<string, Json[]>> = { public: {}, private: {} };
  for (const channel of workspace.channels.values())
    for (const message of channel.messages.values())
      if (message.files.includes(file)) {
        const kind = found[channel.isPrivate || channel.isIm ? "private" : "public"];
        (kind[channel.id] ??= []).push({ ts: message.ts, thread_ts: message.threadTs ?? undefined });
      }
  return { ...found };
};

const info: Method = (call) => {
  needScope(call, "files:read");
  const file = fileOf(call, argument(call, "file"));
  return { ok: true, file: fileJson(call.slack, call.workspace, file, sharesOf(call, file)) };
};

const remove: Method = (call) => {
  needScope(call, "files:write");
  const file = fileOf(call, argument(call, "file"));
  if (file.userId !== call.install.botUserId) throw new Refused("cant_delete_file");
  file.deleted = true;
  for (const channel of call.workspace.channels.values())
    for (const message of channel.messages.values()) message.files = message.files.filter((one) => one !== file);
  return { ok: true };
};

export const fileMethods: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": getUploadUrl,
  "files.completeUploadExternal": complete,
  "files.info": info,
  "files.delete": remove,
};
