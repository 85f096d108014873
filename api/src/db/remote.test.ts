import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@libsql/client";
import { afterEach, expect, test } from "vitest";
import { createDb, isUnavailable } from "./client.ts";
import { callServer } from "./remote.ts";
import { categories } from "./schema/sites.ts";

let server: Server;
afterEach(() => server.close());

const serve = async (listener: RequestListener = () => undefined): Promise<string> => {
  server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** What a read throws when the database is behind this address. */
const failureAt = async (url: string): Promise<unknown> => {
  const db = createDb(createClient({ url, fetch: callServer }));
  return db.read(db.orm.select().from(categories)).then(
    () => null,
    (error: unknown) => error,
  );
};

test("a server that cannot be reached is unavailable", async () => {
  const url = await serve();
  server.close();
  await once(server, "close");
  expect(isUnavailable(await failureAt(url))).toBe(true);
});

test("a server that breaks off in the middle of its answer is unavailable", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
    response.write('{"results":[', () => response.destroy());
  });
  expect(isUnavailable(await failureAt(url))).toBe(true);
});

test.each([401, 500, 503])("a server that answers %d is unavailable", async (status) => {
  const url = await serve((_, response) => response.writeHead(status).end());
  expect(isUnavailable(await failureAt(url))).toBe(true);
});
