/** A JSON object, as it goes over the wire. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isBot: boolean;
  /** A guest. */
  readonly isRestricted: boolean;
  deleted: boolean;
}

export interface File {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly userId: string;
  content: Uint8Array;
  /** What was announced, in bytes. */
  readonly size: number;
  uploaded: boolean;
  complete: boolean;
  deleted: boolean;
  readonly mimetype: string;
  /** What it is: `quip` is a canvas. */
  readonly mode: "hosted" | "external" | "quip";
  /** Where it is, when somebody else than Slack keeps it. */
  readonly address: string | null;
  /** Whether it came from another company, so that messages say nothing of it but its id. */
  readonly isForeign: boolean;
}

export interface Message {
  readonly ts: string;
  readonly channelId: string;
  threadTs: string | null;
  readonly userId: string;
  /** Whether the app wrote it. */
  readonly ours: boolean;
  subtype: string | null;
  text: string;
  blocks: readonly Json[];
  metadata: Json | null;
  attachments: readonly Json[];
  files: readonly File[];
  /** How bare words of it are turned into mentions: `none`, or everything. */
  parse: "none" | "full";
  editedTs: string | null;
  /** Who reacted, by the name of the emoji. */
  readonly reactions: Map<string, Set<string>>;
}

/** Whether a message is a card, and no line of Docket's for everybody in the channel. */
export const isCard = ({ threadTs, ours, metadata }: Message): boolean =>
  threadTs === null && ours && metadata?.["event_type"] !== "docket_message";

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isIm: boolean;
  isArchived: boolean;
  readonly members: Set<string>;
  /** By `ts`, the oldest first. */
  readonly messages: Map<string, Message>;
}

/** What only one person sees. */
export interface Ephemeral {
  readonly ts: string;
  readonly channelId: string;
  readonly threadTs: string | null;
  readonly userId: string;
  text: string;
  blocks: readonly Json[];
}

export interface View {
  readonly id: string;
  readonly userId: string;
  readonly rootId: string;
  readonly previousId: string | null;
  /** What the app made it of. */
  source: Json;
  hash: string;
  /** What is wrong with what was put in, by `block_id`. */
  errors: Readonly<Record<string, string>>;
  /** The choices that were offered last, by `action_id`. */
  readonly offered: Map<string, readonly Json[]>;
}

/** The app in one workspace. */
export interface Install {
  readonly token: string;
  readonly botId: string;
  readonly botUserId: string;
  scopes: ReadonlySet<string>;
  state: "active" | "token_revoked" | "account_inactive";
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly files: Map<string, File>;
  readonly ephemerals: Ephemeral[];
  readonly views: Map<string, View>;
  /** The modals that somebody has open, the one on top last. */
  readonly stacks: Map<string, View[]>;
  readonly homes: Map<string, View>;
  install: Install | null;
}

/** Makes ids and times, each only once. */
export class Mint {
  readonly #now: () => number;
  #count = 0;
  #lastTs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  id(prefix: string): string {
    return `${prefix}0${(++this.#count).toString(36).toUpperCase().padStart(9, "0")}`;
  }

  /** The time as the id of a message: seconds with six digits after the point. */
  ts(): string {
    this.#lastTs = Math.max(this.#lastTs + 1, this.#now() * 1000);
    const micros = String(Math.floor(this.#lastTs)).padStart(16, "0");
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }
}

export const isMember = (workspace: Workspace, channel: Channel): boolean =>
  workspace.install !== null && channel.members.has(workspace.install.botUserId);

/** The answers to a message, the oldest first. */
export const repliesTo = (channel: Channel, ts: string): readonly Message[] =>
  [...channel.messages.values()].filter((message) => message.threadTs === ts && message.ts !== ts);

/** Takes a message away; what has answers leaves a tombstone. */
export const removeMessage = (channel: Channel, message: Message): void => {
  if (repliesTo(channel, message.ts).length === 0) {
    channel.messages.delete(message.ts);
    return;
  }
  message.subtype = "tombstone";
  message.text = "This message was deleted.";
  message.blocks = [];
  message.metadata = null;
  message.files = [];
};
