import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { spawnLaunched } from "../../.ci/spawn-launched.ts";

const main = join(import.meta.dirname, "../../bots/src/main.ts");

/** The bots in a process of their own, started as `npm run bots` starts them. */
export class BotsProcess {
  readonly #child: ChildProcess;
  #output = "";

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
  }

  /** Starts them in a folder, whose `.env` they read, and waits until they printed `ready`. */
  static async start(folder: string, ready: string, settings: Readonly<Record<string, string>>): Promise<BotsProcess> {
    const env = { ...process.env, ...settings };
    const bots = new BotsProcess(spawnLaunched(main, { cwd: folder, env }));
    while (!bots.#output.includes(ready)) {
      if (bots.#child.exitCode !== null) throw new Error(`the bots stopped:\n${bots.#output}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
    return bots;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const [code] = (await gone) as [number | null];
    if (code !== 0) throw new Error(`the bots did not stop cleanly (${code}):\n${this.#output}`);
  }
}
