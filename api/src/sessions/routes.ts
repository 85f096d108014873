import { failedSignInList, sessionList } from "@docket/core/contract/session";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { route } from "../http/route.ts";
import { endOtherSessions, endSession } from "./end-session.ts";
import { listFailedSignIns } from "./list-failed-sign-ins.ts";
import { listSessions } from "./list-sessions.ts";

const spec = { tag: "People", access: "session.own" } as const;

export const sessionRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/me/sessions",
      ...route({ ...spec, summary: "List where you are signed in", answer: sessionList }),
      async (c) => c.json({ items: await listSessions(c.get("call")) }),
    )
    .delete("/me/sessions", ...route({ ...spec, summary: "Sign out everywhere else", status: 204 }), async (c) => {
      await endOtherSessions(c.get("call"));
      return c.body(null, 204);
    })
    .delete("/me/sessions/:id", ...route({ ...spec, summary: "Sign out somewhere", status: 204 }), async (c) => {
      await endSession(c.get("call"), c.req.param("id"));
      return c.body(null, 204);
    })
    .get(
      "/me/failed-sign-ins",
      ...route({
        ...spec,
        summary: "List failed attempts to sign in as you",
        description: "One row for each address, of the last 30 days.",
        answer: failedSignInList,
      }),
      async (c) => c.json({ items: await listFailedSignIns(c.get("call")) }),
    );
