import type { Hono } from "hono";
import { createApp } from "../app.ts";
import { ConfigError } from "../config.ts";
import type { AppEnv } from "../context.ts";
import { problem, problemResponse } from "../http/problem.ts";
import { keepFollowing } from "../chat/keep-following.ts";
import type { ChatHooks, OpenChats } from "../integrations/chat-setup.ts";
import { noChats } from "../integrations/chat-setup.ts";
import { hookContext, slackHookRoutes } from "../integrations/slack-hook-routes.ts";
import { sweep } from "../outbox/sweep.ts";
import { systemClock } from "../platform/clock.ts";
import { createLogger } from "../platform/logger.ts";
import type { Bindings, Env, ExecutionContext } from "./bindings.ts";
import { readBindings } from "./bindings.ts";
import type { Chats, Services } from "../services.ts";
import { createServices, loggerOf } from "./services.ts";
import { staticFiles } from "./static-files.ts";

/** Calls to Slack that a minute's look for what it did not bring makes: the Free plan has 50 calls for all that is done. */
const lookCalls = 8;

interface Desk {
  readonly app: Hono<AppEnv>;
  readonly bindings: Bindings;
  readonly chats: Chats;
  readonly slackHooks: ChatHooks | null;
}

/** What Cloudflare calls. */
export interface Worker {
  fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response>;
  scheduled(event: unknown, env: Env, context: ExecutionContext): Promise<void>;
}

const complain = (error: ConfigError): void =>
  createLogger(console.error, () => systemClock.now()).error("the desk is not set up", { reason: error.message });

interface Parts {
  /** Routes beside the app's own, such as those of the development server. */
  readonly more?: (env: Env) => readonly Hono<AppEnv>[];
  readonly openChats?: OpenChats;
}

/** A desk as a Worker. */
export const createWorker = ({ more = () => [], openChats = noChats }: Parts = {}): Worker => {
  const desks = new WeakMap<Env, Desk>();
  const open = (env: Env): Desk => {
    const known = desks.get(env);
    if (known) return known;
    const bindings = readBindings(env);
    const { chats, slackHooks } = openChats(bindings.config.chats, loggerOf(bindings.config));
    const hooks = slackHooks ? [slackHookRoutes(slackHooks, (request, services) => app.fetch(request, services))] : [];
    const app: Hono<AppEnv> = createApp([staticFiles(bindings.assets), ...hooks, ...more(env)]);
    const desk = { bindings, chats, slackHooks, app };
    desks.set(env, desk);
    return desk;
  };
  return {
    async fetch(request, env, context) {
      try {
        const { app, bindings, chats } = open(env);
        return await app.fetch(request, createServices(bindings, chats, context, request));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        complain(error);
        return problemResponse(
          problem("server.error", "The desk is not set up. Its log says what is missing."),
          crypto.randomUUID(),
        );
      }
    },

    async scheduled(_event, env, context) {
      try {
        const { app, bindings, chats, slackHooks } = open(env);
        const services = createServices(bindings, chats, context, null);
        const inner = (request: Request, own: Services) => app.fetch(request, own);
        const follow = async (hooks: ChatHooks) =>
          keepFollowing(services, hooks, await hookContext(services, inner), lookCalls);
        await Promise.all([sweep(services), slackHooks === null ? null : follow(slackHooks)]);
      } catch (error) {
        if (error instanceof ConfigError) complain(error);
        throw error;
      }
    },
  };
};
