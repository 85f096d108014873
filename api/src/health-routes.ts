import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./context.ts";
import { checkReady } from "./http/ready.ts";

/** Every page may read this: from it, a widget on a page that no site lists learns that the desk itself is well. */
const forEveryPage = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  c.res.headers.set("access-control-allow-origin", "*");
});

/** `/healthz` says that the process answers, `/readyz` that the database does too and that what is written is kept. */
export const healthRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/healthz", forEveryPage, (c) => c.json({ ok: true }))
    .get("/readyz", forEveryPage, async (c) => {
      await checkReady(c.env);
      return c.json({ ok: true });
    });
