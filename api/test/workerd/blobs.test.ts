import { afterAll, beforeAll } from "vitest";
import type { Blobs } from "../../src/platform/blobs.ts";
import { blobsContract } from "../ports/blobs.contract.ts";
import type { ServerUnderTest } from "../ports/server.ts";
import { startWorkerOfPorts } from "./worker-of-ports.ts";

let server: ServerUnderTest;
beforeAll(async () => {
  server = await startWorkerOfPorts();
});
afterAll(() => server.stop());

/** The blobs of the Worker; each prefix has its own. */
const blobsUnder = (prefix: string): Blobs => {
  const call = async (method: string, key: string, body?: Uint8Array<ArrayBuffer>): Promise<Response> => {
    const response = await fetch(`${server.url}/ports/blobs/${prefix}${key}`, { method, ...(body ? { body } : {}) });
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
