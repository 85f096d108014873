import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { freePort } from "../../.ci/free-port.ts";

const root = join(import.meta.dirname, "../..");

/** The demo as a newcomer starts it; the files of the browser are built already. */
export class DemoProcess {
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

  static async start(): Promise<DemoProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, ["api/src/demo.ts"], {
      cwd: root,
      env: { ...process.env, PORT: String(port) },
    });
    const demo = new DemoProcess(`http://localhost:${port}`, child);
    await demo.#ready();
    return demo;
  }

  async #ready(): Promise<void> {
    while (!this.#output.includes("Stop with Ctrl+C")) {
      if (this.#child.exitCode !== null) throw new Error(`the demo stopped:\n${this.#output}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }

  /** The sign-in that it printed for the first one of this role. */
  account(role: string): { readonly name: string; readonly email: string; readonly password: string } {
    const match = new RegExp(`^ *${role} {2,}(.+?) {2,}(\\S+@\\S+) {2,}(\\S.*?) *$`, "m").exec(this.#output);
    const [, name, email, password] = match ?? [];
    if (!name || !email || !password) throw new Error(`no sign-in for ${role}:\n${this.#output}`);
    return { name, email, password };
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const [code] = (await gone) as [number | null];
    if (code !== 0) throw new Error(`the demo did not stop cleanly (${code}):\n${this.#output}`);
  }
}
