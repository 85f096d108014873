import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoSecret } from "./config.ts";
import type { DemoAccounts } from "./demo/seed.ts";
import { seed } from "./demo/seed.ts";
import { announce, filling } from "./dev/announce.ts";
import { exampleRoutes } from "./dev/example-routes.ts";
import { wantedPort } from "./dev/free-port.ts";
import { startNode } from "./node/server.ts";
import { runUntilStopped } from "./node/run-until-stopped.ts";

await runUntilStopped(async () => {
  const port = await wantedPort(8787);
  const folder = await mkdtemp(join(tmpdir(), "docket-demo-"));
  // Only then nobody writes into it any more, whenever it is stopped.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const url = `http://localhost:${port}`;
  let accounts: DemoAccounts = [];
  const desk = await startNode(
    {
      PORT: String(port),
      DATA_DIR: folder,
      DOCKET_URL: url,
      DOCKET_SECRET: demoSecret,
      DOCKET_NAME: "Trailhead Outfitters",
      LOG_LEVEL: "warn",
    },
    {
      routes: exampleRoutes(),
      prepare: async (services) => {
        console.log(filling);
        accounts = await seed(services);
      },
    },
  );
  announce(url, accounts);
  return desk;
});
