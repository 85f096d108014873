import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../.ci/free-port.ts";
import { spawnLaunched } from "../../../.ci/spawn-launched.ts";

const entry = fileURLToPath(new URL("../../src/node.ts", import.meta.url));

/** A real server process, started as `npm start` starts it. */
export class ServerProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  #output = "";
  readonly exited: Promise<number | null>;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    const read = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    // Whatever ends this process, nothing stays behind.
    const kill = (): void => void child.kill("SIGKILL");
    process.once("exit", kill);
    this.exited = once(child, "exit").then(([code]) => {
      process.off("exit", kill);
      return code as number | null;
    });
  }

  /** Everything that it printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Starts a process and does not wait for it to listen. */
  static launch(env: Record<string, string>, url = ""): ServerProcess {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    // A folder without a .env file: only these settings count.
    const cwd = "/";
    return new ServerProcess(url, spawnLaunched(entry, { cwd, env: { PATH, NODE_COMPILE_CACHE, ...env } }));
  }

  /** Starts a server with its data in this folder and waits until it answers. */
  static async start(folder: string, settings: Record<string, string> = {}): Promise<ServerProcess> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = ServerProcess.launch(
      {
        DATA_DIR: folder,
        PORT: String(port),
        DOCKET_URL: url,
        DOCKET_SECRET: "a secret for tests that is long enough",
        LOG_LEVEL: "warn",
        RATE_ANONYMOUS_PER_MINUTE: "100000",
        RATE_WRITES_PER_MINUTE: "100000",
        AUTOMATIC_LETTERS_PER_HOUR: "100000",
        ...settings,
      },
      url,
    );
    await server.says("Docket is at");
    return server;
  }

  /** Waits until it has printed this. */
  async says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      if (this.#child.exitCode !== null) throw new Error(`the server stopped:\n${this.#output}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
  }

  /** The one-time link for the first admin, as the server printed it. */
  get adminToken(): string {
    const token = /\/join#(\S+)/.exec(this.#output)?.[1];
    if (token === undefined) throw new Error(`no link for the first admin:\n${this.#output}`);
    return token;
  }

  /** Reads nothing any more of what it prints. */
  stopReading(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Sends a signal and waits for the end; resolves with the exit code, null after a kill. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.exited;
  }
}
