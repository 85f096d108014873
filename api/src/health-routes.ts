import { Hono } from "hono";
import type { AppEnv } from "./context.ts";
import { checkReady } from "./http/ready.ts";

/** `/healthz` says that the process answers, `/readyz` that the database does too and that what is written is kept. */
export const healthRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/healthz", (c) => c.json({ ok: true }))
    .get("/readyz", async (c) => {
      await checkReady(c.env);
      return c.json({ ok: true });
    });
