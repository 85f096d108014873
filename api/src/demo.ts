import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import type { AppEnv } from "./context.ts";
import type { DemoAccounts } from "./demo/seed.ts";
import { seed } from "./demo/seed.ts";
import { startNode } from "./node/server.ts";
import { runUntilStopped } from "./node/run-until-stopped.ts";

const examples = fileURLToPath(new URL("../../examples/script-tag", import.meta.url));

/** The example page: somebody else's web site, served from the same port for the demo's sake. */
const exampleRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/examples/script-tag", (c) => c.redirect("/examples/script-tag/"))
    .use(
      "/examples/script-tag/*",
      serveStatic({ root: examples, rewriteRequestPath: (path) => path.replace("/examples/script-tag", "") }),
    );

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

const freePort = async (wanted: number): Promise<number> => ((await isFree(wanted)) ? wanted : freePort(wanted + 1));

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
      DOCKET_SECRET: "only for the demo: everybody may know this",
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
  const widest = (pick: (account: DemoAccounts[number]) => string) =>
    Math.max(...accounts.map((one) => pick(one).length));
  const names = widest(({ name }) => name);
  const addresses = widest(({ email }) => email);
  const lines = accounts.map(
    ({ role, name, email, password }) =>
      `    ${role.padEnd(7)}  ${name.padEnd(names)}  ${email.padEnd(addresses)}  ${password}`,
  );
  console.log(`
  Docket is running with sample data.

  A shop's page with the widget   ${url}/examples/script-tag/
  The dashboard                   ${url}/
  The letters that were sent      ${url}/dev/mailbox
  The API                         ${url}/docs

  Sign in to the dashboard as:
${lines.join("\n")}

  Stop with Ctrl+C; the data is gone then.
`);
  const stop = async (): Promise<void> => {
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...desk, stop };
});
