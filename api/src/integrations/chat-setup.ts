import type { ChatSettings } from "../config.ts";
import type { Logger, LogLevel } from "../platform/logger.ts";
import type { Chats } from "../services.ts";

/** The bot in a workspace. */
export interface BotInstallation {
  readonly token: string;
  readonly botUserId: string;
}

/** A request that came from a chat, or says so. */
export interface Arrival {
  readonly isSigned: boolean;
  /** The workspace that it names, if it does. */
  readonly workspaceId: string | null;
  /** Whether it tells what people did; else somebody waits for the answer. */
  readonly isEvent: boolean;
  /** Whether the chat tried to bring it before. */
  readonly isRetry: boolean;
}

/** Where a look for what a chat did not bring begins, null for the beginning, and how many calls it makes, more or less. */
export interface LookInput {
  readonly from: string | null;
  readonly calls: number;
}

/** How far such a look came. */
export interface LookResult {
  /** Where to go on; null when all was looked through. */
  readonly next: string | null;
  /** When people last did something that the look came to hand over; null if there was nothing. */
  readonly missedAt: number | null;
}

/** What a request of a chat needs of the server that took it. */
export interface HookContext {
  readonly baseUrl: string;
  /** The key with which the bot uses the API. */
  readonly key: string;
  /** Reaches the API within this process. */
  readonly fetch: typeof globalThis.fetch;
  /** Null for a workspace that the desk is not connected to. */
  readonly installationOf: (workspaceId: string) => Promise<BotInstallation | null>;
  /** Hears of each request, and holds nothing up. */
  readonly arrived: (arrival: Arrival) => void;
  /** Keeps the process at work after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Milliseconds. */
  readonly now: number;
}

/** A request of a chat, whose body is read by whoever wants it. */
export type ChatRequest = Pick<Request, "headers" | "arrayBuffer">;

/** Takes what a chat sends over HTTP. */
export interface ChatHooks {
  handle(request: ChatRequest, context: HookContext): Promise<Response>;
  /** Looks for what people did in a workspace after it was followed last. Throws when it could not look somewhere: `ChatFailure` where the chat says why. */
  catchUp(workspaceId: string, context: HookContext, look: LookInput): Promise<LookResult>;
}

/** The chats of a desk: where it shows tickets, and what listens to Slack. */
export interface ChatSetup {
  readonly chats: Chats;
  /** Null where Slack sends nothing to this server. */
  readonly slackHooks: ChatHooks | null;
}

/** Makes the chats of these settings; the entries hand it in, for the bots are a package of their own. */
export type OpenChats = (settings: ChatSettings, log: Logger) => ChatSetup;

/** A chat that a bot has to listen to, and with what; `apiUrl` is null for the chat's own. */
export type Listening =
  | { readonly platform: "slack"; readonly appToken: string; readonly botToken: string; readonly apiUrl: string | null }
  | { readonly platform: "discord"; readonly token: string; readonly apiUrl: string | null };

/** Where the bots of a desk reach it, and what else they need. */
export interface BotsPlace {
  readonly desk: { readonly baseUrl: string; readonly key: string };
  /** The environment of their processes. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly logLevel: LogLevel;
}

/** Runs bots beside a desk, each in a process of its own, until they are stopped; the entry hands it in. */
export type RunBots = (chats: readonly Listening[], place: BotsPlace) => { stop(): Promise<void> };

/** A desk without chats. */
export const noChats: OpenChats = () => ({ chats: {}, slackHooks: null });

/** No bots beside the desk. */
export const noBots: RunBots = () => ({ stop: () => Promise.resolve() });
