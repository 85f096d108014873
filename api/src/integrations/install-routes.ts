import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { admit } from "../http/admit.ts";
import { finishInstall } from "./finish-install.ts";

/** Where Slack sends an admin back to who installed the app: whatever happened, on to the page that says so. */
export const installRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/hooks/slack/oauth", admit, async (c) => {
    const { code, state } = c.req.query();
    const outcome = await finishInstall(c.get("call"), { code, state });
    return c.redirect(`${c.env.config.baseUrl}/settings/integrations?install=${outcome}`, 303);
  });
