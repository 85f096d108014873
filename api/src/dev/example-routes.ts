import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";

const examples = fileURLToPath(new URL("../../../examples/script-tag", import.meta.url));

/** The example page: somebody else's web site, served from the same port for the demo's sake. */
export const exampleRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/examples/script-tag", (c) => c.redirect("/examples/script-tag/"))
    .use(
      "/examples/script-tag/*",
      serveStatic({ root: examples, rewriteRequestPath: (path) => path.replace("/examples/script-tag", "") }),
    );
