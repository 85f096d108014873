import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { spawnLaunched } from "../../.ci/spawn-launched.ts";

const root = join(import.meta.dirname, "../..");

/** A desk in a process of its own, started as a newcomer starts it; the files of the browser are built already. */
export class DeskProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  #output = "";

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
  }

  /** Starts an entry of the API, in a folder whose `.env` it reads, and waits until it printed `ready`. */
  static async start(
    entry: "demo" | "dev-workers" | "node",
    url: string,
    ready: string,
    settings: Readonly<Record<string, string>>,
    folder = root,
  ): Promise<DeskProcess> {
    const env = { ...process.env, PORT: new URL(url).port, ...settings };
    const desk = new DeskProcess(url, spawnLaunched(join(root, `api/src/${entry}.ts`), { cwd: folder, env }));
    await desk.says(ready);
    return desk;
  }

  /** Everything that it printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Waits until it printed this. */
  async says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      if (this.#child.exitCode !== null) throw new Error(`the desk stopped:\n${this.#output}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const [code] = (await gone) as [number | null];
    if (code !== 0) throw new Error(`the desk did not stop cleanly (${code}):\n${this.#output}`);
  }
}
