import type { Hono } from "hono";
import { createApp } from "../app.ts";
import { ConfigError } from "../config.ts";
import type { AppEnv } from "../context.ts";
import { problem, problemResponse } from "../http/problem.ts";
import { sweep } from "../outbox/sweep.ts";
import { systemClock } from "../platform/clock.ts";
import { createLogger } from "../platform/logger.ts";
import type { Bindings, Env, ExecutionContext } from "./bindings.ts";
import { readBindings } from "./bindings.ts";
import { createServices } from "./services.ts";
import { staticFiles } from "./static-files.ts";

interface Desk {
  readonly app: Hono<AppEnv>;
  readonly bindings: Bindings;
}

/** What Cloudflare calls. */
export interface Worker {
  fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response>;
  scheduled(event: unknown, env: Env, context: ExecutionContext): Promise<void>;
}

const complain = (error: ConfigError): void =>
  createLogger(console.error, () => systemClock.now()).error("the desk is not set up", { reason: error.message });

/** A desk as a Worker. `more` are routes beside the app's own, such as those of the development server. */
export const createWorker = (more: (env: Env) => readonly Hono<AppEnv>[] = () => []): Worker => {
  const desks = new WeakMap<Env, Desk>();
  const open = (env: Env): Desk => {
    const known = desks.get(env);
    if (known) return known;
    const bindings = readBindings(env);
    const desk = { bindings, app: createApp([staticFiles(bindings.assets), ...more(env)]) };
    desks.set(env, desk);
    return desk;
  };
  return {
    async fetch(request, env, context) {
      try {
        const { app, bindings } = open(env);
        return await app.fetch(request, createServices(bindings, context, request));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        complain(error);
        return problemResponse(
          problem("server.error", "The desk is not set up. Its log says what is missing."),
          crypto.randomUUID(),
        );
      }
    },

    scheduled(_event, env, context) {
      try {
        return sweep(createServices(open(env).bindings, context, null));
      } catch (error) {
        if (error instanceof ConfigError) complain(error);
        throw error;
      }
    },
  };
};
