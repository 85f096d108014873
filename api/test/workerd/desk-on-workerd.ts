import { join } from "node:path";
import { freePort } from "../../../.ci/free-port.ts";
import type { LocalProcess } from "../../src/dev/local-process.ts";
import { startWorkerd } from "../../src/dev/workerd.ts";
import { Backing } from "./backing.ts";
import { changedConfig } from "./wrangler-config.ts";

const entry = "api/src/worker.ts";

/** One Worker of a desk. */
export interface WorkerOfDesk {
  readonly url: string;
  readonly process: LocalProcess;
  /** Does what the cron trigger does every minute. */
  sweep(): Promise<void>;
}

const workerOfDesk = (url: string, process: LocalProcess): WorkerOfDesk => ({
  url,
  process,
  async sweep() {
    const { status } = await fetch(`${url}/__scheduled`);
    if (status !== 200) throw new Error(`the sweep failed with status ${status}`);
  },
});

/** A desk on real workerd. */
export class DeskOnWorkerd {
  readonly backing: Backing;
  readonly worker: WorkerOfDesk;
  readonly #more: WorkerOfDesk[] = [];

  private constructor(backing: Backing, worker: WorkerOfDesk) {
    this.backing = backing;
    this.worker = worker;
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<DeskOnWorkerd> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const backing = await Backing.start(url, settings);
    const folder = join(backing.folder, "worker");
    const registry = join(backing.folder, "registry");
    const process = await startWorkerd({ entry, folder, port, settings: backing.settings, registry });
    return new DeskOnWorkerd(backing, workerOfDesk(url, process));
  }

  get url(): string {
    return this.worker.url;
  }

  /**
   * Another workerd, with the same database and the Durable Object of the first: as two machines of Cloudflare, which both
   * run the desk. Cloudflare names both alike, which one computer cannot.
   */
  async startTwin(settings: Readonly<Record<string, string>> = {}): Promise<WorkerOfDesk> {
    const { backing } = this;
    const port = await freePort();
    const name = `docket-${port}`;
    const folder = join(backing.folder, name);
    const texts = {
      'name = "docket"': `name = "${name}"`,
      'class_name = "DurableHub"': 'class_name = "DurableHub"\nscript_name = "docket"',
      '[[migrations]]\ntag = "v1"\nnew_sqlite_classes = ["DurableHub"]\n': "",
    };
    const config = await changedConfig(folder, { texts });
    const registry = join(backing.folder, "registry");
    const own = { ...backing.settings, ...settings };
    const process = await startWorkerd({ entry, folder, port, settings: own, config, registry });
    const twin = workerOfDesk(`http://127.0.0.1:${port}`, process);
    this.#more.push(twin);
    return twin;
  }

  async stop(): Promise<void> {
    for (const { process } of [...this.#more, this.worker]) await process.stop();
    await this.backing.stop();
  }
}
