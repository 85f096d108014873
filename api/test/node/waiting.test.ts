import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { createDb } from "../../src/db/client.ts";
import { migrate } from "../../src/db/migrate.ts";
import { startSqld } from "../../src/dev/sqld.ts";
import { SettingUnusable, use } from "../../src/node/start-fault.ts";
import { freePort } from "../../../.ci/free-port.ts";
import { ServerProcess } from "./server-process.ts";

vi.setConfig({ testTimeout: 90_000 });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-waiting-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const launch = async (given: Record<string, string>): Promise<ServerProcess> => {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const right = { DOCKET_URL: url, PORT: port, DOCKET_SECRET: "a secret for tests that is long enough" };
  const own = await mkdtemp(join(folder, "desk-"));
  const server = ServerProcess.launch({ ...right, LOG_LEVEL: "warn", DATA_DIR: own, ...given }, url);
  onTestFinished(async () => void (await server.end("SIGKILL")));
  return server;
};

const keepsTrying = "The desk keeps trying, and starts as soon as it can.\n";

test("a desk that is there before its database says so once, and starts when that comes", async () => {
  const port = await freePort();
  const server = await launch({ DATABASE_URL: `http://127.0.0.1:${port}` });
  const waiting = `docket: DATABASE_URL cannot be used: nothing is listening at its address. ${keepsTrying}`;
  await server.says(waiting);
  const sqld = await startSqld(join(folder, "sqld"), port);
  onTestFinished(() => sqld.process.stop());
  await server.says("Docket is at");
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(server.output.split(waiting)).toHaveLength(2);
  expect(await server.end("SIGTERM")).toBe(0);
});

/** A server that answers all requests with a status, which can be changed. */
const answering = async (status: number) => {
  const answer = { status, url: "" };
  const server = createServer((_, response) => response.writeHead(answer.status).end("No.")).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  answer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return answer;
};

test.each([
  [503, "its server is too busy", 401, "its server does not accept DATABASE_TOKEN (status 401)"],
  [502, "its server does not answer", 404, "there is no such database (status 404)"],
  [500, "its server answers with the status 500", 400, "its server answers with the status 400"],
])("a status %i of the database may pass and is waited for, another ends the start", async (now, why, later, end) => {
  const database = await answering(now);
  const server = await launch({ DATABASE_URL: database.url });
  const waiting = `docket: DATABASE_URL cannot be used: ${why}. ${keepsTrying}`;
  await server.says(waiting);
  database.status = later;
  expect(await server.exited).toBe(1);
  expect(server.output).toBe(`${waiting}docket: DATABASE_URL cannot be used: ${end}.\n`);
});

test("a database that another program has locked is waited for; who does not want to wait ends it at once", async () => {
  const own = await mkdtemp(join(folder, "locked-"));
  const client = createClient({ url: `file:${join(own, "docket.db")}` });
  onTestFinished(() => client.close());
  await client.execute("CREATE TABLE other (id)");
  const writing = await client.transaction("write");
  const waiting = `docket: DATA_DIR cannot be used: another program has the database locked. ${keepsTrying}`;
  const impatient = await launch({ DATA_DIR: own });
  await impatient.says(waiting);
  expect(await impatient.end("SIGTERM")).toBe(0);
  expect(impatient.output).toBe(waiting);

  const patient = await launch({ DATA_DIR: own });
  await patient.says(waiting);
  await writing.rollback();
  await patient.says("Docket is at");
  expect(await patient.end("SIGTERM")).toBe(0);
});

test("a disk that is full may have room later", async () => {
  const client = createClient({ url: `file:${join(folder, "full.db")}` });
  onTestFinished(() => client.close());
  await client.execute("PRAGMA max_page_count = 2");
  const failure = await use("DATA_DIR", () => migrate(createDb(client))).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SettingUnusable);
  expect(failure).toMatchObject({ passes: true, message: expect.stringContaining("the disk is full") as string });
  const disk = Object.assign(new Error("ENOSPC: no space left on device, mkdir"), { code: "ENOSPC" });
  expect(new SettingUnusable("DATA_DIR", disk)).toMatchObject({ passes: true });
});
