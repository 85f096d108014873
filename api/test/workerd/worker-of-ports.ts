import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../.ci/free-port.ts";
import { startWorkerd } from "../../src/dev/workerd.ts";
import type { ServerUnderTest } from "../ports/server.ts";

/** A desk on workerd whose ports can be tried from outside; most have no use for a database. */
export const startWorkerOfPorts = async (databaseUrl = "http://127.0.0.1:9"): Promise<ServerUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-ports-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    DATABASE_URL: databaseUrl,
    DOCKET_URL: url,
    DOCKET_SECRET: "a secret for tests that is long enough",
    LOG_LEVEL: "warn",
    MAIL_FROM: "Docket <support@desk.test>",
    POSTMARK_TOKEN: "nothing is sent",
  };
  const worker = await startWorkerd({ entry: "api/test/workerd/ports-worker.ts", folder, port, settings });
  return {
    url,
    log: () => worker.output,
    stop: async () => {
      await worker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
