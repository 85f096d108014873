import type { Problem } from "@docket/core/contract/problem";
import { expect, test } from "vitest";
import { shakeHands, upgradeHeaders } from "./handshake.ts";
import { claims, hubContract, socketPath } from "./hub.contract.ts";
import { startNodeServer } from "./node-server.ts";

hubContract("memory", () => startNodeServer());

// On Workers both are the platform's: it makes every such connection an upgrade, and sends no such header.
test("on Node a connection that is not to be upgraded stays one of HTTP, and the answer names the protocol", async () => {
  const server = await startNodeServer();
  const { status, headers, body } = await shakeHands(`${server.url}${socketPath}`, {
    ...upgradeHeaders,
    ...claims({ kind: "anonymous" }),
    "x-actor": JSON.stringify({ kind: "staff", role: "agent", id: "per_1" }),
    connection: "close",
  });
  expect([status, headers.upgrade]).toEqual([426, "websocket"]);
  expect((JSON.parse(body) as Problem).code).toBe("request.upgrade_required");
  await server.stop();
});
