import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";

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

  /** Starts them and waits until they printed `ready`. */
  static async start(root: string, ready: string, settings: Readonly<Record<string, string>>): Promise<BotsProcess> {
    const env = { ...process.env, ...settings };
    const bots = new BotsProcess(spawn(process.execPath, ["bots/src/main.ts"], { cwd: root, env }));
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
