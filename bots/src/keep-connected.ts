import { setTimeout as wait } from "node:timers/promises";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { troubleText } from "@docket/core/chat/bot-trouble";
import { minute, second } from "@docket/core/time";
import type { Heartbeat } from "./desk/heartbeat.ts";
import type { Log } from "./log.ts";
import { ConnectionFailed, reasonFields } from "./trouble.ts";

/** How long to wait before each next try. */
const pauses = [second, 5 * second, 30 * second] as const;
const longest = 2 * minute;
/** The same where only somebody who changes settings can help. */
const rarely = 10 * minute;
/** After so long the next failure counts as the first one. */
const lasting = minute;

/** A connection to a chat. */
export interface Connection {
  /** Resolves when the connection is gone and does not come back by itself; null where the chat may have meant nothing by it. */
  readonly gone: Promise<ConnectionFailed | null>;
  stop(): Promise<void>;
}

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

interface KeepOptions {
  readonly platform: ChatPlatform;
  readonly log: Log;
  readonly heartbeat: Heartbeat;
  readonly open: () => Promise<Connection>;
  /** Waits so many milliseconds, or until the signal ends it; a test moves the time by hand. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const sleepFor = (ms: number, signal: AbortSignal): Promise<void> => wait(ms, undefined, { signal });

/** One chat, and the connection to it that is opened again and again. */
class Keeper implements Running {
  readonly #options: KeepOptions;
  readonly #stopped = new AbortController();
  #connection: Connection | null = null;
  #failures = 0;
  /** How long to wait before the next try. */
  #pause = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  /** Resolves after the first try, however it ended. */
  async begin(): Promise<void> {
    const first = this.#try();
    this.#running = first.then(() => this.#goOn());
    await first;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#options.heartbeat.stop();
    await this.#connection?.stop();
    await this.#running;
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stopped;
    for (;;) {
      if (this.#connection !== null) await this.#lose(this.#connection);
      if (signal.aborted) return;
      await (this.#options.sleep ?? sleepFor)(this.#pause, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.#try();
    }
  }

  async #try(): Promise<void> {
    const { platform, log, heartbeat, open } = this.#options;
    try {
      this.#connection = await open();
      log.info(`${platform} is connected`, {});
      heartbeat.well();
    } catch (error) {
      this.#fail(error instanceof ConnectionFailed ? error : new ConnectionFailed("fault", error));
    }
    // Who stopped it meanwhile did not find the connection.
    if (this.#stopped.signal.aborted) await this.#connection?.stop();
  }

  async #lose(connection: Connection): Promise<void> {
    const began = Date.now();
    const stopped = new Promise<null>((resolve) => {
      this.#stopped.signal.addEventListener("abort", () => resolve(null));
    });
    const failure = await Promise.race([connection.gone, stopped]);
    if (this.#stopped.signal.aborted) return;
    this.#connection = null;
    if (Date.now() - began > lasting) this.#failures = 0;
    await connection.stop().catch(() => undefined);
    if (failure !== null) return this.#fail(failure);
    this.#pause = this.#failures === 0 ? 0 : this.#nextPause;
    this.#failures += 1;
  }

  get #nextPause(): number {
    return pauses[this.#failures] ?? longest;
  }

  #fail(failure: ConnectionFailed): void {
    const { platform, log, heartbeat } = this.#options;
    const { trouble, cause } = failure;
    heartbeat.troubled(trouble);
    const passes = trouble === "away" || trouble === "fault";
    this.#pause = passes ? this.#nextPause : rarely;
    this.#failures += 1;
    const next = { nextTryInSeconds: this.#pause / second };
    if (trouble === "away") log.warn(`${platform} is not connected`, { reason: failure.message, ...next });
    else if (trouble === "fault") log.error(`${platform} is not connected`, { ...reasonFields(cause), ...next });
    else log.error(`${platform} is not connected`, { reason: troubleText(platform, trouble), ...next });
  }
}

/**
 * Keeps a connection to a chat: whatever ends it, the next one is opened after a pause, and the desk hears what is wrong.
 * Resolves after the first try, and never throws.
 */
export const keepConnected = async (options: KeepOptions): Promise<Running> => {
  const keeper = new Keeper(options);
  await keeper.begin();
  return keeper;
};
