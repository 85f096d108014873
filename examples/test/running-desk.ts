import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";
import { browserLaunch } from "../../.ci/chromium.ts";
import { freePort } from "../../.ci/free-port.ts";
import { firstAdmin } from "../../api/test/node/people.ts";
import { BotsProcess } from "./bots-process.ts";
import { DeskProcess } from "./desk-process.ts";
import { EnvFile } from "./env-file.ts";
import { Office } from "./office.ts";
import { Shop } from "./shop.ts";
import { Visitor } from "./visitor.ts";

/** The email of the first admin of every desk. */
export const adminEmail = "ada@desk.test";

/**
 * A desk as somebody has it who opens a guide: it runs from a folder with its `.env`, has an admin, the agents Ana Lima and
 * Bo Berg, and a shop that carries its widget.
 */
export class RunningDesk {
  readonly url: string;
  readonly shop: Shop;
  readonly office: Office;
  /** What went wrong in any of its pages. */
  readonly faults: string[] = [];
  readonly #folder: string;
  readonly #env: EnvFile;
  readonly #browser: Browser;
  #desk: DeskProcess | null = null;

  private constructor(url: string, folder: string, env: EnvFile, shop: Shop, browser: Browser) {
    this.url = url;
    this.shop = shop;
    this.office = new Office(browser, url, this.faults);
    this.#folder = folder;
    this.#env = env;
    this.#browser = browser;
  }

  /** Starts it; `settings` are what it has beside the usual. */
  static async start(settings: Readonly<Record<string, string>>): Promise<RunningDesk> {
    const folder = await mkdtemp(join(tmpdir(), "docket-guide-"));
    const launch = browserLaunch().then((options) => chromium.launch(options));
    const [env, shop, browser] = await Promise.all([EnvFile.begin(folder), Shop.open(), launch]);
    const url = `http://localhost:${await freePort()}`;
    const running = new RunningDesk(url, folder, env, shop, browser);
    await env.set({
      DOCKET_URL: url,
      DOCKET_SECRET: "a secret for this test that is long enough",
      DATA_DIR: join(folder, "data"),
      LOG_LEVEL: "info",
      RATE_ANONYMOUS_PER_MINUTE: "1000",
      ...settings,
    });
    await running.#furnish(await running.#start());
    return running;
  }

  async #start(): Promise<DeskProcess> {
    this.#desk = await DeskProcess.start("node", this.url, "Docket is at", {}, this.#folder);
    return this.#desk;
  }

  async #furnish({ output }: DeskProcess): Promise<void> {
    const { url, office, shop } = this;
    const admin = await firstAdmin({ url, adminToken: /\/join#(\S+)/.exec(output)?.[1] ?? "" }, adminEmail);
    await office.hire(admin, "ana@desk.test", "Ana Lima");
    await office.hire(admin, "bo@desk.test", "Bo Berg");
    const site = await admin.post<{ id: string }>("/sites", { name: "The shop", origins: [shop.url] });
    shop.content = `<script async src="${url}/widget.js" data-site="${site.body.id}"></script>`;
  }

  /** Fills in settings, or with null takes them out again, and starts the desk again. */
  async set(settings: Readonly<Record<string, string | null>>): Promise<void> {
    await this.#env.set(settings);
    await this.#desk?.stop();
    await this.#start();
  }

  /** Waits until the desk says this, since it was started last. */
  async says(text: string): Promise<void> {
    await this.#desk?.says(text);
  }

  /** A folder elsewhere with these lines as its `.env`. */
  async elsewhere(lines: string): Promise<string> {
    const folder = await mkdtemp(join(this.#folder, "bots-"));
    await EnvFile.write(folder, lines);
    return folder;
  }

  /** Runs the bots in a folder, and waits until they printed `ready`. */
  startBots(folder: string, ready: string): Promise<BotsProcess> {
    return BotsProcess.start(folder, ready, {});
  }

  /** A client comes to the shop and opens the widget. */
  arrive(): Promise<Visitor> {
    return Visitor.arrive(this.#browser, this.shop.url, this.faults);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.shop.close();
    await this.#desk?.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
