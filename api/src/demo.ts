import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoSecret } from "./config.ts";
import type { DemoAccounts } from "./demo/seed.ts";
import { seed } from "./demo/seed.ts";
import { announce } from "./dev/announce.ts";
import { exampleRoutes } from "./dev/example-routes.ts";
import { freePort } from "./dev/free-port.ts";
import { startNode } from "./node/server.ts";
import { runUntilStopped } from "./node/run-until-stopped.ts";

await runUntilStopped(async () => {
  const port = process.env["PORT"] ? Number(process.env["PORT"]) : await freePort(8787);
  const folder = await mkdtemp(join(tmpdir(), "docket-demo-"));
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
        accounts = await seed(services);
      },
    },
  );
  announce(url, accounts);
  const stop = async (): Promise<void> => {
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...desk, stop };
});
