import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The top folder of the repository. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

const programs = join(root, "node_modules/.bin");
const patience = 10_000;

interface Start {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it is ready, by what it printed so far. */
  readonly isReady: (output: string) => boolean | Promise<boolean>;
  /** Is given each line that it prints once it is ready. */
  readonly onLine?: (line: string) => void;
}

/** How many characters of what it printed are kept, the last ones. */
const kept = 1_000_000;

/** A program of the packages that runs beside this process, and everything that it started. */
export class LocalProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #output = "";
  #onLine: (line: string) => void = () => {};

  private constructor(name: string, { args, env = {} }: Pick<Start, "args" | "env">) {
    this.#name = name;
    const { PATH = "", HOME = "" } = process.env;
    this.#child = spawn(join(programs, name), args, {
      cwd: root,
      // As the leader of a group, so that all of it can be stopped.
      detached: true,
      env: { PATH: `${programs}${delimiter}${PATH}`, HOME, ...env },
    });
    this.#exited = once(this.#child, "exit").catch((error: Error) => {
      this.#keep(error.message);
    });
    // Whatever ends this process, nothing stays behind.
    process.once("exit", () => this.#signal("SIGKILL"));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream === null) continue;
      stream.setEncoding("utf8").on("data", (text: string) => this.#keep(text));
      createInterface(stream).on("line", (line) => this.#onLine(line));
    }
  }

  /** Starts a program and waits until it is ready. */
  static async start(name: string, { isReady, onLine, ...start }: Start): Promise<LocalProcess> {
    const started = new LocalProcess(name, start);
    while (!(await isReady(started.#output))) {
      if (started.hasEnded) throw new Error(`${name} stopped:\n${started.#output}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
    if (onLine) started.#onLine = onLine;
    return started;
  }

  /** What it printed so far; of very much the end. */
  get output(): string {
    return this.#output;
  }

  get hasEnded(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves when it has ended, however that came about. */
  async ended(): Promise<void> {
    await this.#exited;
  }

  /** Asks it to end and waits until it did; after ten seconds it is ended. */
  async stop(): Promise<void> {
    if (!this.hasEnded) {
      this.#signal("SIGTERM");
      const late = setTimeout(() => this.#signal("SIGKILL"), patience);
      await this.#exited;
      clearTimeout(late);
    }
    // What it may have left behind.
    this.#signal("SIGKILL");
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    this.#signal("SIGKILL");
    await this.#exited;
  }

  #keep(text: string): void {
    this.#output = `${this.#output}${text}`.slice(-kept);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH")
        throw new Error(`${this.#name}: no ${signal}`, { cause: error });
    }
  }
}
