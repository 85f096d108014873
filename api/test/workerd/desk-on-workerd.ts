import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import { freePort } from "../../../.ci/free-port.ts";
import { readConfig } from "../../src/config.ts";
import { createDb } from "../../src/db/client.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { LocalProcess } from "../../src/dev/local-process.ts";
import type { Sqld } from "../../src/dev/sqld.ts";
import { startSqld } from "../../src/dev/sqld.ts";
import { startWorkerd } from "../../src/dev/workerd.ts";
import { firstAdminLink } from "../../src/people/first-admin.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { cryptoIds } from "../../src/platform/ids.ts";
import { FakePostmark } from "../ports/fake-postmark.ts";

const entry = "api/src/worker.ts";

/** What the cron trigger of the Worker at this address does every minute. */
const sweepAt = async (url: string): Promise<void> => {
  const { status } = await fetch(`${url}/__scheduled`);
  if (status !== 200) throw new Error(`the sweep failed with status ${status}`);
};

/** A desk on real workerd with a real libSQL server behind it, and a stand-in for Postmark. */
export class DeskOnWorkerd {
  readonly url: string;
  readonly postmark: FakePostmark;
  readonly database: Client;
  readonly adminToken: string;
  readonly #worker: LocalProcess;
  readonly #folder: string;
  readonly #settings: Readonly<Record<string, string>>;
  #sqld: Sqld;

  private constructor(parts: {
    url: string;
    postmark: FakePostmark;
    adminToken: string;
    worker: LocalProcess;
    folder: string;
    settings: Readonly<Record<string, string>>;
    sqld: Sqld;
  }) {
    this.url = parts.url;
    this.postmark = parts.postmark;
    this.adminToken = parts.adminToken;
    this.#worker = parts.worker;
    this.#folder = parts.folder;
    this.#settings = parts.settings;
    this.#sqld = parts.sqld;
    this.database = createClient({ url: parts.sqld.url });
  }

  static async start(): Promise<DeskOnWorkerd> {
    const folder = await mkdtemp(join(tmpdir(), "docket-workerd-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const postmark = await new FakePostmark().start();
    const sqld = await startSqld(join(folder, "database"), await freePort());
    const settings = {
      DATABASE_URL: sqld.url,
      DOCKET_URL: url,
      DOCKET_SECRET: "a secret for tests that is long enough",
      LOG_LEVEL: "warn",
      MAIL_FROM: "Docket <support@desk.test>",
      POSTMARK_TOKEN: postmark.token,
      POSTMARK_URL: `http://${postmark.host}`,
      RATE_ANONYMOUS_PER_MINUTE: "100000",
      RATE_WRITES_PER_MINUTE: "100000",
      AUTOMATIC_LETTERS_PER_HOUR: "100000",
    };
    const client = createClient({ url: sqld.url });
    const db = createDb(client);
    await migrate(db);
    const link = await firstAdminLink({ config: readConfig(settings), db, clock: systemClock, ids: cryptoIds });
    client.close();
    const worker = await startWorkerd({ entry, folder: join(folder, "worker"), port, settings });
    return new DeskOnWorkerd({ url, postmark, adminToken: link?.split("#")[1] ?? "", worker, folder, settings, sqld });
  }

  /** Everything that the Worker logged so far. */
  get output(): string {
    return this.#worker.output;
  }

  /** Ends the database as a crash does, and returns what starts it again. */
  async crashDatabase(): Promise<() => Promise<void>> {
    await this.#sqld.process.kill();
    return async () => {
      this.#sqld = await startSqld(join(this.#folder, "database"), Number(new URL(this.#sqld.url).port));
    };
  }

  sweep(): Promise<void> {
    return sweepAt(this.url);
  }

  /** Another Worker with the same settings, so also with the same database. */
  async startTwin(): Promise<{ url: string; sweep(): Promise<void>; stop(): Promise<void> }> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const worker = await startWorkerd({ entry, folder: join(this.#folder, "twin"), port, settings: this.#settings });
    return { url, sweep: () => sweepAt(url), stop: () => worker.stop() };
  }

  async stop(): Promise<void> {
    this.database.close();
    await this.#worker.stop();
    await this.#sqld.process.stop();
    await this.postmark.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
