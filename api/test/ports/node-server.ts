import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../.ci/free-port.ts";
import { startNode } from "../../src/node/server.ts";
import { portRoutes } from "./port-routes.ts";
import type { ServerUnderTest } from "./server.ts";

/** A desk on Node in this process, with data of its own; `listen` hears each line of the log. */
export const startNodeServer = async (listen: (line: string) => void = () => undefined): Promise<ServerUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-ports-"));
  const port = await freePort();
  const lines: string[] = [];
  const settings = {
    DATA_DIR: folder,
    PORT: String(port),
    DOCKET_URL: `http://127.0.0.1:${port}`,
    DOCKET_SECRET: "a secret for tests that is long enough",
  };
  const write = (line: string): void => {
    lines.push(line);
    listen(line);
  };
  const desk = await startNode(settings, { routes: portRoutes(), write });
  return {
    url: desk.url,
    log: () => lines.join("\n"),
    stop: async () => {
      await desk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
