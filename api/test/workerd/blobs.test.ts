import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Blobs } from "../../src/platform/blobs.ts";
import { blobsContract } from "../ports/blobs.contract.ts";
import { Gate } from "../ports/gate.ts";
import type { ServerUnderTest } from "../ports/server.ts";
import { startWorkerOfPorts } from "./worker-of-ports.ts";

let server: ServerUnderTest;
beforeAll(async () => {
  server = await startWorkerOfPorts();
});
afterAll(() => server.stop());

/** The blobs of the Worker; each prefix has its own. */
const blobsUnder = (prefix: string): Blobs => {
  const call = async (method: string, key: string, more: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${server.url}/ports/blobs/${prefix}${key}`, { method, ...more });
    if (!response.ok) throw new Error(`${method} failed: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    needsLength: true,
    put: async (key, body, size) => {
      const headers: Record<string, string> = size === null ? {} : { "x-size": String(size) };
      // The types of the DOM know no `duplex`, which a stream needs.
      const init: RequestInit & { readonly duplex: "half" } = { body, headers, duplex: "half" };
      await call("PUT", key, init);
    },
    get: async (key) => {
      const response = await call("GET", key);
      return response.status === 204 ? null : (response.body ?? new Blob().stream());
    },
    delete: async (key) => void (await call("DELETE", key)),
  };
};

blobsContract("R2", () => Promise.resolve({ blobs: blobsUnder(crypto.randomUUID()), stop: () => Promise.resolve() }));

test("a Worker hands the first bytes on before the last have come", async () => {
  const gate = await new Gate().start();
  const headers = { "content-length": 200_000, "x-gate": gate.url };
  const outgoing = request(`${server.url}/ports/flow`, { method: "PUT", agent: false, headers });
  outgoing.write(Buffer.alloc(100_000));
  await expect.poll(() => gate.heard, { timeout: 20_000 }).toEqual(["pass/first"]);
  outgoing.end(Buffer.alloc(100_000));
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(204);
  answer.resume();
  await gate.stop();
});
