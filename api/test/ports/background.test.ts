import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { backgroundContract, patience, startWork } from "./background.contract.ts";
import { Gate } from "./gate.ts";
import { startNodeServer } from "./node-server.ts";

backgroundContract("of a process", () => startNodeServer());

test("a process that answers nobody any more stops when its work is done, not before", async () => {
  const gate = await new Gate().start();
  const server = await startNodeServer((line) => {
    if (line.includes('"message":"stopped"')) gate.heard.push("stopped");
  });
  await startWork(server, gate, { name: "work", failure: "none", delay: null });
  await expect.poll(() => gate.heard, patience).toContain("come/work");
  const line = connect(Number(new URL(server.url).port), "127.0.0.1");
  line.write("GET /healthz HTTP/1.1\r\nHost: desk\r\n\r\n");
  await once(line, "data");
  const stopped = server.stop();
  await once(line.resume(), "close");
  gate.open();
  await stopped;
  expect(gate.heard.slice(2)).toEqual(["pass/work", "stopped"]);
  await gate.stop();
});
