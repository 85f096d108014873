import { freePort } from "../../.ci/free-port.ts";
import { DeskProcess } from "./desk-process.ts";

/** The demo on Node, and on Workers. */
export type DemoEntry = "demo" | "dev-workers";

/** The demo, and the sign-ins that it prints. */
export class DemoProcess {
  readonly #desk: DeskProcess;

  private constructor(desk: DeskProcess) {
    this.#desk = desk;
  }

  static async start(entry: DemoEntry): Promise<DemoProcess> {
    const url = `http://localhost:${await freePort()}`;
    return new DemoProcess(await DeskProcess.start(entry, url, "Stop with Ctrl+C", {}));
  }

  get url(): string {
    return this.#desk.url;
  }

  /** The sign-in of the first one of this role. */
  account(role: string): { readonly name: string; readonly email: string; readonly password: string } {
    const { output } = this.#desk;
    const match = new RegExp(`^ *${role} {2,}(.+?) {2,}(\\S+@\\S+) {2,}(\\S.*?) *$`, "m").exec(output);
    const [, name, email, password] = match ?? [];
    if (!name || !email || !password) throw new Error(`no sign-in for ${role}:\n${output}`);
    return { name, email, password };
  }

  stop(): Promise<void> {
    return this.#desk.stop();
  }
}
