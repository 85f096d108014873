import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { freePort } from "../../../.ci/free-port.ts";
import { ServerProcess } from "./server-process.ts";

vi.setConfig({ testTimeout: 90_000 });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-one-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Another desk with the same folder, which does not wait for it to be free. */
const another = async (given: Record<string, string> = {}): Promise<ServerProcess> => {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const right = { DOCKET_URL: url, PORT: port, DOCKET_SECRET: "a secret for tests that is long enough" };
  const server = ServerProcess.launch({ ...right, LOG_LEVEL: "warn", DATA_DIR: folder, ...given }, url);
  onTestFinished(async () => void (await server.end("SIGKILL")));
  return server;
};

test("a folder has one desk: another waits for a while, begins when that one ends however it does, or is refused", async () => {
  const first = await ServerProcess.start(folder);
  onTestFinished(async () => void (await first.end("SIGKILL")));
  const taken = `DATA_DIR ${folder} belongs to another desk that runs`;
  // The same file by another name.
  const file = `file:${join(folder, "docket.db")}`;
  const refused = [await another(), await another({ DATABASE_URL: file, DATA_DIR: join(folder, "other") })];
  expect(await Promise.all(refused.map(({ exited }) => exited))).toEqual([1, 1]);
  expect(refused[0]?.output).toBe(
    `docket: ${taken}. Waiting for it to stop …\ndocket: ${taken}: stop that one, or set another.\n`,
  );
  expect(refused[1]?.output).toContain(`docket: DATABASE_URL ${file} belongs to another desk that runs: stop that one`);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);

  const next = await another();
  await next.says(`docket: ${taken}. Waiting`);
  expect(await first.end("SIGTERM")).toBe(0);
  await next.says("Docket is at");

  const last = await another();
  await last.says(`docket: ${taken}. Waiting`);
  await next.end("SIGKILL");
  await last.says("Docket is at");
  expect(await last.end("SIGTERM")).toBe(0);
});
