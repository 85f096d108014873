import { setTimeout as wait } from "node:timers/promises";
import type { FollowedInput } from "@docket/core/contract/chat";
import { isOwnFault } from "@docket/core/own-fault";
import type { Ms } from "@docket/core/time";
import { minute, second } from "@docket/core/time";
import type { Log } from "../log.ts";
import { reasonFields } from "../trouble.ts";
import type { Desk } from "./desk.ts";

/** How often the desk is told that everything is followed. */
const interval = minute;
/** How long to wait before each next try when the desk or the chat is away. */
const pauses = [second, 5 * second, 30 * second] as const;
const longest = 2 * minute;
/**
 * After so long without a word the process was asleep, or the desk was away for about as long as anybody tries to hand
 * something over: what happened meanwhile may have been given up.
 */
const gap = 2 * minute;

interface FollowerOptions {
  readonly desk: Desk;
  readonly log: Log;
  readonly workspaces: FollowedInput;
  /** Looks for what was missed. Throws when it could not look everywhere, and when the signal ends it. */
  readonly catchUp: (signal: AbortSignal) => Promise<void>;
  /** Waits so many milliseconds, or until the signal ends it; a test moves the time by hand. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now?: () => Ms;
}

const sleepFor = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false }).catch(() => undefined);

/**
 * Sees to it that nothing is missed for longer than a connection is down: once it stands, what was missed is looked for
 * until that is done, and from then on the desk is told so, again and again.
 */
export class Follower {
  readonly #options: FollowerOptions;
  #isBehind = true;
  /** When nothing was behind, last. */
  #wellAt: Ms = 0;
  #isConnected = false;
  #connection = new AbortController();
  #running = Promise.resolve();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** The connection stands. `missed` says whether something may have happened that it does not tell. */
  connected({ missed }: { readonly missed: boolean }): void {
    if (missed) this.#isBehind = true;
    this.disconnected();
    this.#isConnected = true;
    const connection = new AbortController();
    this.#connection = connection;
    this.#running = this.#running.then(() => this.#follow(connection.signal));
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#connection.abort();
  }

  /**
   * Does something of which the desk learns that more was missed than it knew. Until it knows, nothing is told to be
   * followed.
   */
  async lookAfter(work: () => Promise<void>): Promise<void> {
    this.#connection.abort();
    await this.#running;
    try {
      await work();
    } finally {
      if (this.#isConnected) this.connected({ missed: true });
    }
  }

  /** Ends what it does. */
  async stop(): Promise<void> {
    this.disconnected();
    await this.#running;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { sleep = sleepFor } = this.#options;
    for (let failures = 0; !signal.aborted;) {
      failures = (await this.#succeeds(signal)) ? 0 : failures + 1;
      await sleep(failures === 0 ? interval : (pauses[failures - 1] ?? longest), signal);
    }
  }

  async #succeeds(signal: AbortSignal): Promise<boolean> {
    const { desk, log, workspaces, catchUp, now = Date.now } = this.#options;
    try {
      if (now() - this.#wellAt > gap) this.#isBehind = true;
      if (this.#isBehind) {
        await catchUp(signal);
        this.#wellAt = now();
      }
      signal.throwIfAborted();
      this.#isBehind = false;
      await desk.bot.request("PUT /chat/followed", { body: workspaces });
      this.#wellAt = now();
      return true;
    } catch (error) {
      const level = isOwnFault(error) ? "error" : "warn";
      if (!signal.aborted) log[level](`${workspaces.platform} catch-up failed`, reasonFields(error));
      return false;
    }
  }
}
