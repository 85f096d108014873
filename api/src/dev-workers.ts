import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { minute } from "@docket/core/time";
import { ConfigError, demoSecret, readConfig } from "./config.ts";
import type { DemoAccounts } from "./demo/seed.ts";
import { seed } from "./demo/seed.ts";
import { announce, filling } from "./dev/announce.ts";
import { startCompanion } from "./dev/companion.ts";
import { freePort, wantedPort } from "./dev/free-port.ts";
import type { LocalProcess } from "./dev/local-process.ts";
import { databaseFile, startSqld } from "./dev/sqld.ts";
import { startWorkerd } from "./dev/workerd.ts";
import { Mailbox } from "./email/mailbox.ts";
import { startNode } from "./node/server.ts";
import { whenAskedToEnd } from "./node/stop-signals.ts";
import { cryptoIds } from "./platform/ids.ts";

/**
 * Fills the database in the folder of a libSQL server that is not running yet, which takes a sixth of the time that it
 * takes over the network. Files come into the other folder.
 */
const fillDatabase = async (desk: Record<string, string>, database: string, data: string): Promise<DemoAccounts> => {
  const file = databaseFile(database);
  await mkdir(dirname(file), { recursive: true });
  let accounts: DemoAccounts = [];
  const node = await startNode(
    { ...desk, PORT: "0", DATA_DIR: data, DATABASE_URL: `file:${file}` },
    {
      prepare: async (services) => {
        accounts = await seed(services);
      },
    },
  );
  await node.stop();
  return accounts;
};

/** Brings the files of the sample data into R2. */
const bringFiles = async (folder: string, url: string, token: string): Promise<void> => {
  const headers = { authorization: `Bearer ${token}` };
  for (const key of await readdir(folder)) {
    const body = await readFile(join(folder, key));
    const { status } = await fetch(`${url}/dev/blobs/${key}`, { method: "PUT", headers, body });
    if (status !== 204) throw new Error(`The Worker did not take a file (status ${status}).`);
  }
};

/** Stops what was started, the last one first, also when one of them fails. */
class Stack {
  readonly #stops: (() => Promise<void>)[] = [];

  push(stop: () => Promise<void>): void {
    this.#stops.unshift(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop().catch((error: unknown) => console.error(error));
  }
}

/** The log of the Worker. Wrangler's own word about each request, of which the log has one, is left out. */
const print = (line: string): void => {
  if (line.trim() !== "" && !line.startsWith("[wrangler:info]")) console.log(line);
};

/** How much of what a program said last is shown. */
const lastWords = 2000;

/** Without one of its programs a desk does nothing: when it ends by itself, everything does. */
const endWith = async (what: string, program: LocalProcess): Promise<void> => {
  await program.ended();
  if (stopping) return;
  console.error(`docket: ${what} has ended by itself, and the desk ends with it. The last that it said:`);
  console.error(program.output.slice(-lastWords));
  stop(1);
};

const start = async (stack: Stack): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-workers-"));
  // Only then nobody writes into it any more, whenever it is stopped.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const port = await wantedPort(8787);
  const url = `http://localhost:${port}`;
  const token = cryptoIds.token();
  const desk = {
    DOCKET_URL: url,
    DOCKET_SECRET: demoSecret,
    DOCKET_NAME: "Trailhead Outfitters",
    LOG_LEVEL: process.env["LOG_LEVEL"] || "warn",
  };

  console.log(filling);
  const database = join(folder, "database");
  const databasePort = await freePort(port + 1);
  const companion = await startCompanion(readConfig(desk), new Mailbox(folder), token);
  stack.push(() => companion.stop());
  const [accounts] = await Promise.all([
    fillDatabase(desk, database, join(folder, "node")).then(async (filled) => {
      const sqld = await startSqld(database, databasePort);
      stack.push(() => sqld.process.stop());
      void endWith("The libSQL server", sqld.process);
      return filled;
    }),
    startWorkerd({
      entry: "api/src/dev/worker.ts",
      folder: join(folder, "worker"),
      port,
      onLine: print,
      settings: {
        ...desk,
        DATABASE_URL: `http://127.0.0.1:${databasePort}`,
        MAIL_FROM: "Trailhead Outfitters <support@localhost>",
        POSTMARK_TOKEN: token,
        POSTMARK_URL: companion.url,
        DEV_COMPANION: companion.url,
        DEV_TOKEN: token,
      },
    }).then((worker) => {
      stack.push(() => worker.stop());
      void endWith("The Worker", worker);
      return worker;
    }),
  ]);
  await bringFiles(join(folder, "node/files"), url, token);

  // Cloudflare's cron trigger, which does not run on this machine by itself.
  const cron = setInterval(() => {
    fetch(`${url}/__scheduled`).catch((error: unknown) => console.error(error));
  }, minute);
  stack.push(async () => clearInterval(cron));
  announce(url, accounts);
};

const stack = new Stack();
let stopping = false;
const stop = (code: number): void => {
  if (stopping) return;
  stopping = true;
  void stack.stop().then(() => process.exit(code));
};
whenAskedToEnd(() => stop(0));
try {
  await start(stack);
} catch (error) {
  if (!stopping) console.error(error instanceof ConfigError ? `docket: ${error.message}` : error);
  stop(1);
}
