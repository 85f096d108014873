import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { freePort } from "../../../.ci/free-port.ts";
import type { LocalProcess } from "../../src/dev/local-process.ts";
import { startWorkerd } from "../../src/dev/workerd.ts";
import type { Blobs } from "../../src/platform/blobs.ts";
import { blobsContract } from "../ports/blobs.contract.ts";

let folder = "";
let url = "";
let worker: LocalProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-r2-"));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  worker = await startWorkerd({ entry: "api/test/workerd/ports-worker.ts", folder, port, settings: {} });
});
afterAll(async () => {
  await worker.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The blobs of the Worker; each prefix has its own. */
const blobsUnder = (prefix: string): Blobs => {
  const call = async (method: string, key: string, body?: Uint8Array<ArrayBuffer>): Promise<Response> => {
    const response = await fetch(`${url}/${prefix}${key}`, { method, ...(body ? { body } : {}) });
    if (!response.ok) throw new Error(`${method} failed: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    put: async (key, bytes) => void (await call("PUT", key, bytes)),
    get: async (key) => {
      const response = await call("GET", key);
      return response.status === 204 ? null : (response.body ?? new Blob().stream());
    },
    delete: async (key) => void (await call("DELETE", key)),
  };
};

blobsContract("R2", () => Promise.resolve({ blobs: blobsUnder(crypto.randomUUID()), stop: () => Promise.resolve() }));
