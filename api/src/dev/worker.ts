import { createChats } from "@docket/bots/chats";
import { Hono } from "hono";
import { z } from "zod";
import { parseSettings } from "../config.ts";
import type { AppEnv } from "../context.ts";
import { createWorker } from "../worker/create-worker.ts";

export { DurableHub } from "../realtime/durable-hub.ts";

const settings = z.object({ DEV_COMPANION: z.url(), DEV_TOKEN: z.string().min(20) });

/** Routes that only a Worker under development has: the pages of its companion, and a way to bring files into R2. */
const devRoutes = (env: Readonly<Record<string, unknown>>): Hono<AppEnv> => {
  const { DEV_COMPANION, DEV_TOKEN } = parseSettings(settings, env as Readonly<Record<string, string>>);
  return new Hono<AppEnv>()
    .use("/dev/*", async (c, next) => {
      // Any page can give another name to this machine.
      const isOwn = c.env.config.ownOrigins.some((origin) => new URL(origin).host === new URL(c.req.url).host);
      if (!isOwn) return c.notFound();
      await next();
      return undefined;
    })
    .put("/dev/blobs/:key", async (c) => {
      if (c.req.header("authorization") !== `Bearer ${DEV_TOKEN}`) return c.notFound();
      const size = Number(c.req.header("content-length"));
      await c.env.blobs.put(c.req.param("key"), c.req.raw.body ?? new Blob().stream(), size);
      return c.body(null, 204);
    })
    .on("GET", ["/dev/*", "/examples/*"], async (c) => {
      const { pathname } = new URL(c.req.url);
      const answer = await fetch(new URL(pathname, DEV_COMPANION), { redirect: "manual" });
      return new Response(answer.body, answer);
    });
};

export default createWorker({ openChats: createChats, more: (env) => [devRoutes(env)] });
