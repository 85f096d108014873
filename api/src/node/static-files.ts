import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { etag } from "hono/etag";
import type { AppEnv } from "../context.ts";
import { dashboardPages } from "../http/dashboard-pages.ts";

/** What `npm run build` makes of the widget and the dashboard. */
const built = fileURLToPath(new URL("../../../widget/dist", import.meta.url));

const immutable = "public, max-age=31536000, immutable";

/**
 * The built files: the dashboard for our own pages only, the widget for any page. Names with a hash
 * never change; the launcher and the page are asked for again, and sent again only when they have changed.
 */
export const staticFiles = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.use("/assets/*", serveStatic({ root: built, onFound: (_, c) => c.header("cache-control", immutable) }));
  const shared = (cacheControl: string) =>
    serveStatic({
      root: built,
      onFound: (_, c) => {
        c.header("cache-control", cacheControl);
        c.header("access-control-allow-origin", "*");
        c.header("cross-origin-resource-policy", "cross-origin");
      },
    });
  app.use("/widget.js", etag(), shared("public, max-age=300"));
  app.use("/widget/*", shared(immutable));
  for (const page of dashboardPages) {
    app.get(
      page,
      etag(),
      serveStatic({ root: built, path: "index.html", onFound: (_, c) => c.header("cache-control", "no-cache") }),
    );
  }
  return app;
};
