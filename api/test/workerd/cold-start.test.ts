import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestHarness } from "wrangler";
import { createTestHarness } from "wrangler";
import { root } from "../../src/dev/local-process.ts";
import { Listener, bearerOf } from "../node/listener.ts";
import { firstAdmin } from "../node/people.ts";
import { Backing } from "./backing.ts";

const origin = "http://desk.test";
/** What a Worker may weigh; Cloudflare takes larger ones. */
const mostKilobytes = 1024;
/** How long a Worker may take to start (https://developers.cloudflare.com/workers/platform/limits/#worker-startup-time). */
const allowedMs = 1000;

let backing: Backing;
/** What a deployment sends to Cloudflare, as files and as one. */
let built = "";
let bundle = "";

const wrangler = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(root, "node_modules/wrangler/bin/wrangler.js"), ...args], {
    cwd: root,
    env: { ...process.env, WRANGLER_LOG: "log", NO_COLOR: "1" },
  });

beforeAll(async () => {
  backing = await Backing.start(origin);
  built = join(backing.folder, "built");
  bundle = join(backing.folder, "worker.bundle");
  await wrangler("deploy", "--dry-run", `--outdir=${built}`, `--outfile=${bundle}`);
});
afterAll(() => backing.stop());

/** Runs `ask` against the bundle in a workerd of its own. */
const freshly = async <T>(ask: (url: string, desk: TestHarness) => Promise<T>): Promise<T> => {
  const worker = { configPath: "wrangler.toml", prebuiltWorkerDir: built, secrets: backing.settings };
  const desk = createTestHarness({ root, workers: [worker] });
  try {
    return await ask((await desk.listen()).url.origin, desk);
  } finally {
    await desk.close();
  }
};

test("the first thing that is asked of a Worker that was just deployed is answered, whatever it is", async () => {
  expect(await freshly(async (url) => (await fetch(`${url}/healthz`)).status)).toBe(200);
  const { adminToken } = backing;
  const admin = await freshly((url) => firstAdmin({ url, adminToken }, "ada@desk.test", origin));
  const hello = await freshly((url) => new Listener(url, bearerOf(admin)).next(() => true));
  expect(hello).toEqual({ type: "hello" });
  const swept: unknown = await freshly((_, desk) => desk.getWorker().scheduled({ cron: "* * * * *" }));
  expect(swept).toMatchObject({ outcome: "ok" });
});

describe("the runtime of these tests refuses, as Cloudflare does,", () => {
  test.each([
    ["random values", "crypto.randomUUID();"],
    ["timers", "setTimeout(() => {}, 1);"],
    ["requests", 'await fetch("http://127.0.0.1:9");'],
  ])("a Worker that needs %s to start", async (name, code) => {
    const main = `${name.replace(" ", "-")}.js`;
    await writeFile(join(backing.folder, main), `${code}\nexport default { fetch: () => new Response() };`);
    const config = { name: "eager", main, compatibility_date: "2026-11-01" };
    const desk = createTestHarness({ root: backing.folder, workers: [{ config }] });
    await expect(desk.listen()).rejects.toThrow("Disallowed operation called within global scope");
    await desk.close();
  });
});

test("the bundle keeps its budget, and starts", async () => {
  const profile = join(backing.folder, "startup.cpuprofile");
  const { stdout } = await wrangler("check", "startup", `--worker=${bundle}`, `--outfile=${profile}`);
  const kilobytes = Number(/gzip: ([\d.]+) KiB/.exec(stdout)?.[1]);
  const activeMs = Number(/Active: ([\d.]+) ms/.exec(stdout)?.[1]);
  process.stdout.write(
    `the Worker: ${kilobytes} of ${mostKilobytes} KB; started in ${activeMs} ms here, where Cloudflare allows ${allowedMs}\n`,
  );
  expect(kilobytes).toBeLessThanOrEqual(mostKilobytes);
  expect(activeMs).toBeGreaterThan(0);
});
