import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

test("a connection whose answer nobody reads is closed after a while", async () => {
  const server = createServer(
    oneAtATime((_, outgoing) => {
      outgoing.end(Buffer.alloc(64 * 1024 * 1024));
    }, 20),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const closed = once(server, "connection").then(([socket]) => once(socket as NodeJS.EventEmitter, "close"));
  const reader = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
  reader.on("error", () => undefined).write("GET / HTTP/1.1\r\nHost: desk\r\n\r\n");
  expect(await closed).toHaveLength(1);
  reader.destroy();
  server.close();
});
