import type { Context } from "hono";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { z } from "zod";
import type { AppEnv } from "../context.ts";
import { jsonBody, requireJson } from "../http/input.ts";
import { problem } from "../http/problem.ts";
import type { Bucket } from "../http/rate-limit.ts";
import { isSafe, limit } from "../http/rate-limit.ts";
import type { Services } from "../services.ts";
import { clientOf } from "../sessions/origin.ts";
import { recordFailure } from "../sessions/record-failure.ts";
import { callerHeader } from "./caller-header.ts";
import { codeLimits, guessLimits, passwordLimits, sendingLimits } from "./limits.ts";
import * as requests from "./requests.ts";

const base = "/api/auth";

/** No page but our own may sign anybody in or out. */
const ownPagesOnly = createMiddleware<AppEnv>(async (c, next) => {
  const origin = c.req.header("origin");
  if (origin !== undefined && !isSafe(c.req.method) && !c.env.config.ownOrigins.includes(origin)) {
    throw problem("request.cross_origin", "This page may not use the desk in this way.");
  }
  return next();
});

/** A body that was checked goes on; what it carried besides does not. */
const forward = async (c: Context<AppEnv>, body: unknown): Promise<Response> => {
  const headers = new Headers(c.req.raw.headers);
  headers.delete("content-length");
  headers.delete("transfer-encoding");
  headers.set(callerHeader, c.env.clientIp());
  if (body !== undefined) headers.set("content-type", "application/json");
  const { method } = c.req;
  const request = new Request(c.req.url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await c.env.auth.handle(request);
  const answer = new Response(response.body, response);
  answer.headers.set("cache-control", "no-store");
  return answer;
};

/** What a request counts towards, by the address of the caller and by the address that it names. */
type Bounds<T> = (services: Services, body: T) => Bucket[] | Promise<Bucket[]>;

interface Named {
  readonly email: string;
}

/** Where a secret is shown: the owner of the address sees when it was not the right one. */
const proofs: ReadonlySet<string> = new Set([
  "/sign-in/email",
  "/sign-in/email-otp",
  "/email-otp/verify-email",
  "/email-otp/reset-password",
]);

const sending: Bounds<Named> = (services, { email }) => sendingLimits(services, email);
const codes: Bounds<Named> = (services, { email }) => codeLimits(services, email);

/** The parts of better-auth that Docket uses; all others are not there. */
export const authRoutes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.use(`${base}/*`, ownPagesOnly, requireJson([]));

  const post = <T extends z.ZodType>(path: string, schema: T, bounds?: Bounds<z.output<T>>) =>
    app.post(`${base}${path}`, jsonBody(schema), async (c) => {
      const body = c.req.valid("json") as z.output<T>;
      if (bounds) await limit(c.env, await bounds(c.env, body));
      const response = await forward(c, body);
      if (!response.ok && proofs.has(path)) recordFailure(c.env, (body as Named).email, clientOf(c.req.raw.headers));
      return response;
    });

  post("/sign-up/email", requests.signUp, sending);
  post("/sign-in/email", requests.signIn, (services, { email }) => passwordLimits(services, email));
  post("/email-otp/send-verification-otp", requests.sendCode, sending);
  post("/sign-in/email-otp", requests.signInByCode, codes);
  post("/email-otp/verify-email", requests.proveEmail, codes);
  post("/email-otp/request-password-reset", requests.requestReset, sending);
  post("/email-otp/reset-password", requests.resetPassword, codes);
  post("/change-password", requests.changePassword, (services) => guessLimits("password", services));
  post("/sign-out", requests.nothing);
  post("/revoke-session", requests.revokeSession);
  post("/revoke-other-sessions", requests.nothing);
  for (const path of ["/get-session", "/list-sessions"]) {
    app.get(`${base}${path}`, (c) => forward(c, undefined));
  }
  return app;
};
