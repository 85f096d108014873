import { Hono } from "hono";
import { listCategories } from "./categories/list-categories.ts";
import type { AppEnv } from "./context.ts";

/** `/healthz` says that the process answers, `/readyz` that the database does too. */
export const healthRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/healthz", (c) => c.json({ ok: true }))
    .get("/readyz", async (c) => {
      await listCategories(c.env.db);
      return c.json({ ok: true });
    });
