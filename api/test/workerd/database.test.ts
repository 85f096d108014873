import { createClient } from "@libsql/client";
import { createDb } from "../../src/db/client.ts";
import type { BatchAnswer } from "../ports/database-batch.ts";
import { remoteDb } from "../ports/database-batch.ts";
import { databaseContract } from "../ports/database.contract.ts";
import { Forwarder } from "../ports/forwarder.ts";
import { startServer } from "../ports/sqld.ts";
import { startWorkerOfPorts } from "./worker-of-ports.ts";

databaseContract("a server, from workerd", async () => {
  const { url, ...server } = await startServer();
  const forwarder = await Forwarder.start(url);
  const worker = await startWorkerOfPorts(forwarder.url);
  const { orm } = createDb(createClient({ url }));
  const db = remoteDb(orm, async (batch) => {
    const response = await fetch(`${worker.url}/ports/database`, { method: "POST", body: JSON.stringify(batch) });
    if (!response.ok) throw new Error(`The Worker answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as BatchAnswer;
  });
  return {
    ...server,
    db,
    get onCall() {
      return forwarder.onCall;
    },
    set onCall(onCall) {
      forwarder.onCall = onCall;
    },
    stop: async () => {
      await worker.stop();
      await forwarder.stop();
      await server.stop();
    },
  };
});
