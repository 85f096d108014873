import type { FakeSlack } from "./fake-slack.ts";
import { Refused } from "./refused.ts";
import type { Channel, Install, Json, Message, User, Workspace } from "./state.ts";
import { isJson, isMember, text } from "./state.ts";

/** A call of the Web API by the app, in the workspace of its token. */
export interface Call {
  readonly slack: FakeSlack;
  readonly workspace: Workspace;
  readonly install: Install;
  readonly args: Json;
}

export type Method = (call: Call) => Json;

/** Refuses the call where the token has not this scope. */
export const needScope = ({ install }: Call, scope: string): void => {
  if (install.scopes.has(scope)) return;
  throw new Refused("missing_scope", [], { needed: scope, provided: [...install.scopes].join(",") });
};

export const flag = (value: unknown): boolean => value === true || value === "true" || value === "1" || value === 1;

export const argument = ({ args }: Call, name: string): string => {
  const value = text(args[name]);
  if (value === "") throw new Refused("invalid_arguments", [`[ERROR] missing required field: ${name}`]);
  return value;
};

/** An argument that is JSON: as it is in a JSON body, and written as a string in a form. */
export const structured = ({ args }: Call, name: string, otherwise: string): unknown => {
  const value = args[name];
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new Refused(otherwise);
  }
};

const kindOf = ({ isIm, isPrivate }: Channel): string => (isIm ? "im" : isPrivate ? "groups" : "channels");

/** The channel of a call as far as the bot may see it, with the scope that reading it takes. */
export const channelOf = (call: Call, reading: "read" | "history" | null, name = "channel"): Channel => {
  const channel = call.workspace.channels.get(text(call.args[name]));
  const hidden = channel !== undefined && (channel.isPrivate || channel.isIm) && !isMember(call.workspace, channel);
  if (!channel || hidden) throw new Refused("channel_not_found");
  if (reading !== null) needScope(call, `${kindOf(channel)}:${reading}`);
  return channel;
};

/** The channel of a call, open to the bot. */
export const openChannelOf = (call: Call, name = "channel"): Channel => {
  const channel = channelOf(call, null, name);
  if (channel.isArchived) throw new Refused("is_archived");
  if (!isMember(call.workspace, channel) && !call.install.scopes.has("chat:write.public"))
    throw new Refused("not_in_channel");
  return channel;
};

/** The message of a call; a tombstone is none. */
export const messageOf = (channel: Channel, ts: unknown): Message => {
  const message = channel.messages.get(text(ts));
  if (!message || message.subtype === "tombstone") throw new Refused("message_not_found");
  return message;
};

export const userOf = ({ workspace }: Call, id: unknown): User => {
  const user = workspace.users.get(text(id));
  if (!user) throw new Refused("user_not_found");
  return user;
};

/** A page of a list, by a cursor that says how many come before it. */
export const pageOf = <T>(
  { args }: Call,
  items: readonly T[],
  most: number,
): { readonly page: readonly T[]; readonly next: string } => {
  const cursor = text(args["cursor"]);
  const from = cursor === "" ? 0 : Number(atob(cursor).replace(/^at:/, ""));
  if (!Number.isInteger(from) || from < 0) throw new Refused("invalid_cursor");
  const asked = Number(args["limit"] ?? 100);
  if (!Number.isInteger(asked) || asked < 0) throw new Refused("invalid_limit");
  const limit = Math.min(asked === 0 ? 100 : asked, most);
  const rest = items.length > from + limit;
  return { page: items.slice(from, from + limit), next: rest ? btoa(`at:${from + limit}`) : "" };
};

/** The `metadata` of a message, checked. */
export const metadataOf = (call: Call): Json | null => {
  const metadata = structured(call, "metadata", "invalid_metadata_format");
  if (metadata === undefined || metadata === "") return null;
  const isWhole =
    isJson(metadata) && /^\w{1,255}$/.test(text(metadata["event_type"])) && isJson(metadata["event_payload"]);
  if (!isWhole) throw new Refused("invalid_metadata_format");
  if (JSON.stringify(metadata).length > 8000) throw new Refused("metadata_too_large");
  return metadata;
};
