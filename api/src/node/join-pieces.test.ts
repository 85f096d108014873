import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinPieces } from "./join-pieces.ts";

let handed: Buffer[] = [];
let refused = 0;
const server = createServer((incoming, outgoing) => {
  incoming.on("data", (piece: Buffer) => handed.push(piece));
  incoming.on("end", () => outgoing.end());
});
server.prependListener("request", (incoming: IncomingMessage) =>
  joinPieces(incoming, () => {
    refused++;
    incoming.socket.end("no");
  }),
);
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => server.close());

/** Sends these bytes as they are and waits for the answer. */
const send = async (...writes: readonly string[]): Promise<void> => {
  handed = [];
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  for (const bytes of writes) {
    socket.write(bytes);
    await new Promise(setImmediate);
  }
  await once(socket, "data");
  socket.destroy();
};

const head = "POST / HTTP/1.1\r\nHost: desk.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
const inChunks = (text: string): string => Array.from(text, (char) => `1\r\n${char}\r\n`).join("");

test("a body in chunks of a byte is handed on in as few pieces as it came in", async () => {
  const text = "0123456789".repeat(200);
  await send(`${head}${inChunks(text)}0\r\n\r\n`);
  expect(Buffer.concat(handed).toString()).toBe(text);
  expect(handed.length).toBeLessThan(10);
  expect(refused).toBe(0);
});

test("who goes on like that is refused once, and what more comes is handed to nobody", async () => {
  await send(`${head}${inChunks("x".repeat(100_000))}0\r\n\r\n`);
  expect(refused).toBe(1);
  expect(Buffer.concat(handed).length).toBeLessThanOrEqual(2000);
});

test("what comes later is not waited for, and a body with a length stays as it is", async () => {
  await send(head, inChunks("first "), inChunks("and last"), "0\r\n\r\n");
  expect(Buffer.concat(handed).toString()).toBe("first and last");
  await send(
    "POST / HTTP/1.1\r\nHost: desk.test\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n",
    "x".repeat(300_000),
  );
  expect(Buffer.concat(handed).toString()).toBe("x".repeat(300_000));
});
