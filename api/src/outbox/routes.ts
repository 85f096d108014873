import { parkedListQuery, parkedPage } from "@docket/core/contract/outbox";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { listParked } from "./list-parked.ts";
import { retryParked } from "./retry-parked.ts";

const spec = { tag: "Desk", access: "outbox.manage" } as const;

export const outboxRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/outbox/parked",
      ...route({
        ...spec,
        summary: "What failed too often and waits for an admin, and what is held back",
        answer: parkedPage,
      }),
      query(parkedListQuery),
      async (c) => c.json(await listParked(c.get("call"), c.req.valid("query"))),
    )
    .post(
      "/outbox/:id/retry",
      ...route({
        ...spec,
        summary: "Tries a parked effect again, or sends at once what is held back",
        once: true,
        status: 204,
      }),
      async (c) => {
        const call = c.get("call");
        const done = () => Promise.resolve();
        await once(c, () => retryParked(call, c.req.param("id")), done);
        return c.body(null, 204);
      },
    );
