import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Context } from "hono";
import { Hono } from "hono";
import { etag } from "hono/etag";
import { keepBuild } from "../builds/builds.ts";
import type { AppEnv } from "../context.ts";
import { dashboardPages } from "../http/dashboard-pages.ts";

/** What `npm run build` makes of the widget and the dashboard. */
const built = fileURLToPath(new URL("../../../widget/dist", import.meta.url));

const immutable = "public, max-age=31536000, immutable";

/** Keeps the files of this build in a folder that outlives it, beside those of the ones before. */
export const keepThisBuild = (folder: string): Promise<void> => keepBuild(built, folder);

/** Headers of a file. It gets no date, which would be the one of the build, of whichever file: tags tell what is the same. */
const withHeaders =
  (headers: Readonly<Record<string, string>>) =>
  (_path: string, c: Context): void => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    c.header("last-modified", undefined);
  };

/**
 * The built files: the dashboard for our own pages only, the widget for any page. Names with a hash
 * never change, and are found for some builds more in the folder `kept`; the launcher and the page are asked for again, and
 * sent again only when they have changed.
 */
export const staticFiles = (kept: string): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  const shared = (cacheControl: string, root = built) =>
    serveStatic({
      root,
      onFound: withHeaders({
        "cache-control": cacheControl,
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
      }),
    });
  app.use("/widget.js", etag(), shared("public, max-age=300"));
  for (const root of [built, kept]) {
    app.use("/assets/*", serveStatic({ root, onFound: withHeaders({ "cache-control": immutable }) }));
    app.use("/widget/*", shared(immutable, root));
  }
  for (const page of dashboardPages) {
    app.get(
      page,
      etag(),
      serveStatic({ root: built, path: "index.html", onFound: withHeaders({ "cache-control": "no-cache" }) }),
    );
  }
  return app;
};
