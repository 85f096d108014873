import { Hono } from "hono";
import { builtInKey } from "../api-keys/key-secret.ts";
import { hearSlack } from "../chat/hear-slack.ts";
import type { AppEnv } from "../context.ts";
import { readBody } from "../http/body.ts";
import { noLine } from "../platform/turn.ts";
import type { Services } from "../services.ts";
import type { ChatHooks, HookContext } from "./chat-setup.ts";
import { getInstallation } from "./get-installation.ts";

/** A call of the API without the network. */
export type InnerFetch = (request: Request, services: Services) => Response | Promise<Response>;

/** What the app of Slack gets of the server: it uses the API of this same process. */
export const hookContext = async (services: Services, inner: InnerFetch): Promise<HookContext> => {
  const { config, background, clock } = services;
  // The calls of the app are parts of the request that it answers.
  const own: Services = { ...services, turn: noLine };
  return {
    baseUrl: config.baseUrl,
    key: await builtInKey(config.secret),
    fetch: async (input, init) => inner(new Request(input, init), own),
    arrived: (arrival) => background.run("slack", () => hearSlack(services, arrival)),
    installationOf: (workspaceId) => getInstallation(services, "slack", workspaceId),
    waitUntil: (work) => background.run("slack", () => work.then(() => undefined)),
    now: clock.now(),
  };
};

/** `/hooks/slack`: what Slack sends, handed to its app. */
export const slackHookRoutes = (hooks: ChatHooks, inner: InnerFetch): Hono<AppEnv> =>
  new Hono<AppEnv>().post("/hooks/slack", async (c) => {
    const context = await hookContext(c.env, inner);
    // Its app asks Slack, and waits for that.
    return c.env.turn.outside(() =>
      hooks.handle({ headers: c.req.raw.headers, arrayBuffer: () => readBody(c) }, context),
    );
  });
