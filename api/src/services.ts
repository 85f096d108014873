import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Noun, Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import type { Config } from "./config.ts";
import type { ChatBoard, ChatInstall } from "./integrations/chat-board.ts";
import type { Db } from "./db/client.ts";
import type { Queue } from "./outbox/owe.ts";
import type { Mailer } from "./email/mailer.ts";
import type { Auth } from "./auth/auth.ts";
import type { Blobs } from "./platform/blobs.ts";
import type { Logger } from "./platform/logger.ts";
import type { Turn } from "./platform/turn.ts";
import type { Hub } from "./realtime/hub.ts";

/** The time; a test moves it by hand. */
export interface Clock {
  now(): Ms;
  /** Resolves after this long, never earlier. */
  sleep(ms: number): Promise<void>;
}

/** Makes what must not be guessed or repeated. */
export interface Ids {
  next<N extends Noun>(noun: N, at: Ms): Id<N>;
  /** A secret of 256 bits as text for urls and headers. */
  token(): string;
  /** A fraction from 0 to 1, for jitter. */
  fraction(): number;
}

/** Work that goes on after the answer was sent. */
export interface Background {
  /** `work` must handle its own errors; what it still throws is logged. */
  run(name: string, work: () => Promise<void>): void;
  /** The same in `delay` milliseconds, if there is still somebody to do it then: nobody may depend on it. */
  later(name: string, delay: number, work: () => Promise<void>): void;
  /** In how many milliseconds the platform ends whatever is not done by then. */
  timeLeft(): number;
  /** How many things of each queue of the outbox may be done at the same time. */
  readonly parallel: Readonly<Record<Queue, number>>;
}

/** A chat in which cards are shown, and the token of the settings, if there is one. */
export interface Chat {
  readonly board: ChatBoard;
  readonly token: string | null;
  /** How it is installed into more workspaces, where the settings allow that. */
  readonly install?: ChatInstall;
}

export type Chats = Readonly<Partial<Record<ChatPlatform, Chat>>>;

/** Everything that the app uses of the world. The entry makes it, the app gets it with each request. */
export interface Services {
  readonly config: Config;
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly background: Background;
  /** Asks for what is owed to be done soon; see `outbox/drain.ts`. */
  readonly wake: () => void;
  readonly log: Logger;
  readonly auth: Auth;
  readonly blobs: Blobs;
  readonly mailer: Mailer;
  readonly hub: Hub;
  /** The chats that the desk is set up for. */
  readonly chats: Chats;
  /** The address of this request's caller as the platform knows it, never as anybody may claim it. */
  readonly clientIp: () => string;
  /** The turn of this request. */
  readonly turn: Turn;
}
