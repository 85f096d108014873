import { outboxListQuery, parkedPage, retryingPage } from "@docket/core/contract/outbox";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { discardEmail } from "./discard-email.ts";
import { listParked } from "./list-parked.ts";
import { listRetrying } from "./list-retrying.ts";
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
      query(outboxListQuery),
      async (c) => c.json(await listParked(c.get("call"), c.req.valid("query"))),
    )
    .get(
      "/outbox/retrying",
      ...route({ ...spec, summary: "What failed and is tried again by itself", answer: retryingPage }),
      query(outboxListQuery),
      async (c) => c.json(await listRetrying(c.get("call"), c.req.valid("query"))),
    )
    .delete(
      "/outbox/:id",
      ...route({ ...spec, summary: "Gives up an email that is parked or held back", status: 204 }),
      async (c) => {
        await discardEmail(c.get("call"), c.req.param("id"));
        return c.body(null, 204);
      },
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
