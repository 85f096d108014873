import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { answerRefused } from "./refused.ts";

test("a head that does not come to its end is answered with a problem document", async () => {
  const server = createServer({ headersTimeout: 20, connectionsCheckingInterval: 10 });
  answerRefused(server, false);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let answer = "";
  socket.on("data", (data: Buffer) => (answer += data.toString()));
  socket.write("GET / HTTP/1.1\r\nHost: desk\r\n");
  await once(socket, "close");
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 408 /);
  expect(head).toMatch(/^content-type: application\/problem\+json$/im);
  expect(JSON.parse(body)).toMatchObject({ status: 408, code: "request.too_slow" });
  server.close();
});
