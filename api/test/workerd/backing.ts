import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import { freePort } from "../../../.ci/free-port.ts";
import { readConfig } from "../../src/config.ts";
import { createDb } from "../../src/db/client.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Sqld } from "../../src/dev/sqld.ts";
import { startSqld } from "../../src/dev/sqld.ts";
import { firstAdminLink } from "../../src/people/first-admin.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { cryptoIds } from "../../src/platform/ids.ts";
import { FakePostmark } from "../ports/fake-postmark.ts";

type Settings = Readonly<Record<string, string>>;

/** What stands behind a Worker: a real libSQL server with an empty desk in it, and a stand-in for Postmark. */
export class Backing {
  /** For whatever the Workers keep; deleted in the end. */
  readonly folder: string;
  readonly settings: Settings;
  readonly postmark: FakePostmark;
  readonly adminToken: string;
  readonly database: Client;
  #sqld: Sqld;

  private constructor(folder: string, settings: Settings, postmark: FakePostmark, adminToken: string, sqld: Sqld) {
    this.folder = folder;
    this.settings = settings;
    this.postmark = postmark;
    this.adminToken = adminToken;
    this.database = createClient({ url: sqld.url });
    this.#sqld = sqld;
  }

  /** For a desk that people reach at this address; `more` are settings of its own. */
  static async start(url: string, more: Settings = {}): Promise<Backing> {
    const folder = await mkdtemp(join(tmpdir(), "docket-workerd-"));
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
      ...more,
    };
    const client = createClient({ url: sqld.url });
    const db = createDb(client);
    await migrate(db);
    const link = await firstAdminLink({ config: readConfig(settings), db, clock: systemClock, ids: cryptoIds });
    client.close();
    return new Backing(folder, settings, postmark, link?.split("#")[1] ?? "", sqld);
  }

  /** Where people reach the desk. */
  get origin(): string {
    return this.settings["DOCKET_URL"] ?? "";
  }

  /** Where the libSQL server itself is. */
  get databaseUrl(): string {
    return this.#sqld.url;
  }

  /** Ends the database as a crash does, and returns what starts it again. */
  async crashDatabase(): Promise<() => Promise<void>> {
    await this.#sqld.process.kill();
    return async () => {
      this.#sqld = await startSqld(join(this.folder, "database"), Number(new URL(this.#sqld.url).port));
    };
  }

  async stop(): Promise<void> {
    this.database.close();
    await this.#sqld.process.stop();
    await this.postmark.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
