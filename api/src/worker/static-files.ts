import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { dashboardPages } from "../http/dashboard-pages.ts";
import type { Assets } from "./bindings.ts";

/**
 * The pages of the dashboard. Scripts, styles and the widget never come here: Cloudflare answers for them by itself, with
 * the headers of the built `_headers` file.
 */
export const staticFiles = (assets: Assets): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  for (const path of dashboardPages) {
    app.get(path, async (c) => {
      const page = await assets.fetch(new Request(new URL("/index.html", c.req.url), { headers: c.req.raw.headers }));
      const response = new Response(page.body, page);
      response.headers.set("cache-control", "no-cache");
      return response;
    });
  }
  return app;
};
