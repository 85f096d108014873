import { afterAll, beforeAll } from "vitest";
import { backgroundContract } from "../ports/background.contract.ts";
import type { ClockRun } from "../ports/clock-run.ts";
import { clockContract } from "../ports/clock.contract.ts";
import type { ServerUnderTest } from "../ports/server.ts";
import { startWorkerOfPorts } from "./worker-of-ports.ts";

let server: ServerUnderTest;
beforeAll(async () => {
  server = await startWorkerOfPorts();
});
afterAll(() => server.stop());

clockContract("of workerd", async (asked) => {
  const response = await fetch(`${server.url}/ports/clock`, { method: "POST", body: JSON.stringify(asked) });
  if (!response.ok) throw new Error(`The Worker answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as ClockRun;
});

backgroundContract("of workerd", () => Promise.resolve({ ...server, stop: () => Promise.resolve() }));
