import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../.ci/free-port.ts";
import { deskSettings } from "../../src/config.ts";
import type { Sqld } from "../../src/dev/sqld.ts";
import { startSqld } from "../../src/dev/sqld.ts";
import { workerSettings } from "../../src/worker/bindings.ts";

const entry = fileURLToPath(new URL("../../src/deploy.ts", import.meta.url));
const { PATH = "", HOME = "" } = process.env;

let folder = "";
let sqld: Sqld;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-deploy-"));
  sqld = await startSqld(join(folder, "database"), await freePort());
});
afterAll(async () => {
  await sqld.process.stop();
  await rm(folder, { recursive: true, force: true });
});

const right = () => ({
  CI: "true",
  WRANGLER_SEND_METRICS: "false",
  DATABASE_URL: sqld.url,
  DOCKET_URL: "https://desk.example.com",
  DOCKET_SECRET: "a secret for tests that is long enough",
  MAIL_FROM: "Docket <support@example.com>",
  POSTMARK_TOKEN: "token",
});

/** Deploys up to the moment in which something would be sent to Cloudflare. */
const deploy = (env: Record<string, string>): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  promisify(execFile)(process.execPath, [entry, "--dry-run"], { env: { PATH, HOME, ...env } });

test("a deployment migrates the database, builds the Worker and prints the way in for the first admin", async () => {
  const { stdout, stderr } = await deploy(right());
  expect(stdout).toMatch(/database is migrated[^]*--dry-run: exiting now[^]*https:\/\/desk\.example\.com\/join#\S+/);
  expect(stderr).toMatch(
    /^The files of earlier builds could not be fetched from https:\/\/desk\.example\.com \(.+\): .+$/m,
  );
  const client = createClient({ url: sqld.url });
  const { rows } = await client.execute("SELECT role FROM invitations");
  client.close();
  expect(rows.map((row) => row["role"])).toEqual(["admin"]);
  expect((await deploy(right())).stdout).toContain("database is migrated");
});

test("a wrong setting ends a deployment before it begins, with one line that names it", async () => {
  await expect(deploy({ ...right(), DOCKET_SECRET: "short" })).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^docket: DOCKET_SECRET.*\n$/) as string,
  });
});

test(".dev.vars.example names every setting, and no other", async () => {
  const text = await readFile(new URL("../../../.dev.vars.example", import.meta.url), "utf8");
  const named = [...text.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(named)).toEqual(new Set([...deskSettings, ...workerSettings]));
});
