import type { Actor } from "@docket/core/actor";
import type { Hint } from "@docket/core/contract/live";
import { Hono } from "hono";
import type { AppEnv, Call } from "../../src/context.ts";
import { createR2Blobs } from "../../src/platform/blobs-r2.ts";
import type { Audience } from "../../src/realtime/hub.ts";
import { liveRoutes } from "../../src/realtime/routes.ts";
import { runClock } from "./clock-run.ts";
import type { Batch } from "./database-batch.ts";
import { runBatch } from "./database-batch.ts";

/** What a contract asks of a hub. */
export type HubOrder =
  | { readonly publish: readonly Audience[]; readonly hint: Hint }
  | { readonly disconnect: readonly Audience[] };

/** Background work: it waits at a `Gate` until that is open and says so on the other side, then fails if it is to. */
export interface Work {
  readonly name: string;
  readonly gate: string;
  readonly failure: "none" | "at once" | "in the end";
  /** Milliseconds; null begins at once. */
  readonly delay: number | null;
}

const perform = ({ name, gate, failure }: Work): Promise<void> => {
  if (failure === "at once") throw new Error(`${name} fails at once`);
  return (async () => {
    await fetch(`${gate}/come/${name}`);
    await fetch(`${gate}/pass/${name}`);
    if (failure === "in the end") throw new Error(`${name} fails in the end`);
  })();
};

/**
 * The ports of a desk behind HTTP, as its entry put them together, so that the contracts can try them from outside.
 * Nobody has to sign in: the caller says who they are.
 */
export const portRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .put("/ports/blobs/:key", async (c) => {
      const size = c.req.header("x-size");
      const bytes = c.req.raw.body ?? new Blob().stream();
      try {
        await c.env.blobs.put(c.req.param("key"), bytes, size === undefined ? null : Number(size));
      } catch (error) {
        return c.text(String(error), 422);
      }
      return c.body(null, 204);
    })
    .put("/ports/flow", async (c) => {
      const blobs = createR2Blobs({
        async put(_key, bytes) {
          if (bytes instanceof ArrayBuffer) throw new Error("the bytes were held");
          let size = 0;
          for await (const chunk of bytes) {
            if (size === 0) await fetch(`${c.req.header("x-gate")}/pass/first`);
            size += chunk.length;
          }
          return size;
        },
        get: () => Promise.resolve(null),
        delete: () => Promise.resolve(),
      });
      await blobs.put("att_1", c.req.raw.body ?? new Blob().stream(), Number(c.req.header("content-length")));
      return c.body(null, 204);
    })
    .get("/ports/blobs/:key", async (c) => {
      const found = await c.env.blobs.get(c.req.param("key"));
      return new Response(found, { status: found === null ? 204 : 200 });
    })
    .delete("/ports/blobs/:key", async (c) => {
      await c.env.blobs.delete(c.req.param("key"));
      return c.body(null, 204);
    })
    .use("/ports/api/v1/live", async (c, next) => {
      const actor = JSON.parse(c.req.header("x-actor") ?? "") as Actor;
      const call = { services: c.env, actor, identity: null, caller: c.req.header("x-caller") ?? null };
      const session = c.req.header("x-session") ?? null;
      c.set("refusal", null);
      c.set("attempt", null);
      c.set("call", { ...call, session, idempotency: null, ifMatch: null, log: c.env.log } satisfies Call);
      await next();
    })
    .route("/ports/api/v1", liveRoutes())
    .post("/ports/database", async (c) => c.json(await runBatch(c.env.db, await c.req.json<Batch>())))
    .post("/ports/background", async (c) => {
      const { background } = c.env;
      for (const work of await c.req.json<readonly Work[]>()) {
        if (work.delay === null) background.run(work.name, () => perform(work));
        else background.later(work.name, work.delay, () => perform(work));
      }
      return c.body(null, 202);
    })
    .post("/ports/clock", async (c) => c.json(await runClock(c.env.clock, await c.req.json<readonly number[]>())))
    .get("/ports/hub/sessions", async (c) => c.json(await c.env.hub.sessions()))
    .post("/ports/hub", async (c) => {
      const { hub } = c.env;
      const orders = await c.req.json<readonly HubOrder[]>();
      // All at the same moment: none waits for the one before.
      await Promise.all(
        orders.map((order) =>
          "publish" in order ? hub.publish(order.publish, order.hint) : hub.disconnect(order.disconnect),
        ),
      );
      return c.body(null, 204);
    });
