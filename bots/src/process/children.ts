import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { minute, second } from "@docket/core/time";
import type { Running } from "../keep-connected.ts";
import type { Level, Log } from "../log.ts";
import type { DeskAddress, Listening, Orders } from "./orders.ts";
import { begun } from "./orders.ts";

/** How long to wait before a process is started again. */
const pauses = [second, 5 * second, 30 * second] as const;
const longest = 2 * minute;
/** After so long the next end counts as the first one. */
const lasting = minute;
/** How long a process may take to end. */
const patience = 4 * second;

type Environment = Readonly<Record<string, string | undefined>>;

const entry = join(import.meta.dirname, "child.ts");

/** One bot in a process of its own, which is started again whenever it ends. */
class Child {
  readonly #orders: Orders;
  readonly #env: Environment;
  readonly #log: Log;
  #process: ChildProcess | null = null;
  #ends = 0;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(orders: Orders, env: Environment, log: Log) {
    this.#orders = orders;
    this.#env = env;
    this.#log = log;
    this.#start();
  }

  get #platform(): ChatPlatform {
    return this.#orders.platform;
  }

  #start(): void {
    const began = Date.now();
    const child = fork(entry, [this.#platform], {
      env: this.#env,
      // What starts the parent watches the channel of its own child, which is another one than this.
      execArgv: [],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#process = child;
    this.#log.info("a bot has begun", { platform: this.#platform, pid: child.pid });
    child.once("message", (word) => {
      if (word === begun && child.connected) child.send(this.#orders, () => undefined);
    });
    const ended = (how: object): void => {
      if (this.#process !== child) return;
      this.#process = null;
      if (!this.#isStopped) this.#startAgain(Date.now() - began, how);
    };
    child.once("error", ({ message: reason }) => ended({ reason }));
    child.once("exit", (code, signal) => ended({ code, signal }));
  }

  #startAgain(lived: number, how: object): void {
    if (lived > lasting) this.#ends = 0;
    const pause = pauses[this.#ends++] ?? longest;
    this.#log.error("a bot has ended", { platform: this.#platform, ...how, nextStartInSeconds: pause / second });
    this.#timer = setTimeout(() => this.#start(), pause);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const child = this.#process;
    if (child === null) return;
    const gone = once(child, "exit");
    const late = setTimeout(() => child.kill("SIGKILL"), patience);
    if (child.connected) child.disconnect();
    await gone;
    clearTimeout(late);
  }
}

/** Where the processes run: for which desk, in which environment, and what they and their starter say. */
interface Place {
  readonly desk: DeskAddress;
  readonly env: Environment;
  readonly log: Log;
  readonly logLevel: Level;
}

/** Runs one process for each chat until it is stopped. */
export const runChildren = (chats: readonly Listening[], { desk, env, log, logLevel }: Place): Running => {
  const children = chats.map((chat) => new Child({ ...chat, desk, logLevel }, env, log));
  return {
    stop: async () => {
      await Promise.all(children.map((child) => child.stop()));
    },
  };
};
