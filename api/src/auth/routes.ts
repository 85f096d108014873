import type { Context, Next } from "hono";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { z } from "zod";
import type { AppEnv } from "../context.ts";
import { mailHeaders } from "../http/emails-delayed.ts";
import { jsonBody, requireJson } from "../http/input.ts";
import { crossOrigin } from "../http/origin.ts";
import { ProblemError } from "../http/problem.ts";
import type { Bucket } from "../http/rate-limit.ts";
import { askerOf, newAsker } from "../http/code-asker.ts";
import { readCredential } from "../http/credential.ts";
import { identify } from "../http/identify.ts";
import { identityQuery } from "../http/identity-query.ts";
import { isKnownBrowser, knownCookie } from "../http/known-browser.ts";
import { count, isSafe, limit } from "../http/rate-limit.ts";
import { uncountQueries } from "../http/rate-query.ts";
import { clientOf } from "../sessions/origin.ts";
import { recordFailure } from "../sessions/record-failure.ts";
import type { Auth } from "./auth.ts";
import type { PasswordTries, ShownSession } from "./limits.ts";
import {
  askingLimits,
  callerWith,
  changeLimits,
  formLimits,
  knownAskingLimits,
  passwordLimits,
  wrongCodeLimits,
} from "./limits.ts";
import { callerHeader } from "./caller-header.ts";
import { wasLookedAt, wrongCode } from "./refusals.ts";
import { toStandIn } from "./stand-in.ts";
import * as requests from "./requests.ts";

const base = "/api/auth";

/**
 * No page but our own may sign anybody in or out. A browser says which page it is, by Origin with everything that is not read-only.
 * Programs say nothing, or less; they have no cookies that go along by themselves, so where one comes, so must the page.
 */
const ownPagesOnly = createMiddleware<AppEnv>(async (c, next) => {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const saysWhere = origin !== undefined || site !== undefined;
  const isOurs =
    (saysWhere || c.req.header("cookie") === undefined) &&
    (origin === undefined || c.env.config.ownOrigins.includes(origin)) &&
    (site === undefined || site === "same-origin");
  if (!isSafe(c.req.method) && !isOurs) {
    throw crossOrigin(c);
  }
  return next();
});

/** The body as better-auth takes it. */
const standingIn = (body: unknown): unknown =>
  typeof body === "object" && body !== null && "email" in body && typeof body.email === "string"
    ? { ...body, email: toStandIn(body.email) }
    : body;

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
    ...(body === undefined ? {} : { body: JSON.stringify(standingIn(body)) }),
  });
  const response = await c.env.auth.handle(request);
  const answer = new Response(response.body, response);
  answer.headers.set("cache-control", "no-store");
  return answer;
};

type Ask = Context<AppEnv>;
interface Named {
  readonly email: string;
}
interface Proof extends Named {
  readonly otp: string;
}

/** Sends a code to whoever reads the mail of an address; `answer` is the same for every address. */
const sendCode = async (
  c: Ask,
  { email }: Named,
  answer: Response,
  ofCaller: readonly Bucket[] = [],
): Promise<Response> => {
  const { asker, cookies } = newAsker(c);
  const { isDelayed } = await c.env.auth.sendCode(email, asker, ofCaller);
  for (const [name, value] of Object.entries(mailHeaders(isDelayed))) answer.headers.set(name, value);
  for (const cookie of cookies) answer.headers.append("set-cookie", cookie);
  return answer;
};

/** The owner of an address sees when somebody showed a secret that was not the right one. */
const failed = (c: Ask, { email }: Named): void => recordFailure(c.env, email, clientOf(c.req.raw.headers));

/** Lets the browser be known from which an address was proven. */
const remembered = async (c: Ask, { email }: Named, proof: Promise<Response>): Promise<Response> => {
  const response = await proof.catch((error: unknown) => {
    if (error instanceof ProblemError && wasLookedAt(error)) failed(c, { email });
    throw error;
  });
  const cookie = await knownCookie(c, email);
  if (cookie !== null) response.headers.append("set-cookie", cookie);
  return response;
};

/** Hands on a proof with a stand-in for its code, when that is the right one. */
const forwardProof = async (c: Ask, body: Proof, type: Parameters<Auth["standIn"]>[1]): Promise<Response> => {
  const { auth } = c.env;
  if (await auth.takeCode(body.email, askerOf(c), body.otp)) {
    return remembered(c, body, forward(c, { ...body, otp: await auth.standIn(body.email, type) }));
  }
  await limit(c.env, wrongCodeLimits(c.env));
  failed(c, body);
  throw wrongCode();
};

/** Hands on a request with a password, which counts unless it is the right one. */
const forwardPassword = async (c: Ask, body: object, { each, before, wrong }: PasswordTries): Promise<Response> => {
  const { db } = c.env;
  await limit(c.env, [...each, ...before]);
  const response = await forward(c, body).catch(async (error: unknown) => {
    if (wrong.length > 0 && error instanceof ProblemError && wasLookedAt(error)) await count(c.env, wrong);
    throw error;
  });
  if (before.length > 0) await db.write(...uncountQueries(db, before));
  return response;
};

/** Answers within the place of whoever has a password looked at: `email` names who is known. That line is one of its own. */
const withPlace = (c: Ask, email: string | null, answer: () => Promise<Response>): Promise<Response> =>
  c.env.turn.outside(() => c.env.auth.withPlace(callerWith(c.env, email), answer));

/** Answers within the place of whoever sends a password for this address. */
const inPlace = async (
  c: Ask,
  { email }: Named,
  answer: (isKnown: boolean) => Promise<Response>,
): Promise<Response> => {
  const isKnown = await isKnownBrowser(c, email);
  return withPlace(c, isKnown ? email : null, () => answer(isKnown));
};

/** The session that a request shows, and whose it is; null where it shows anything else. */
const sessionOf = async (c: Ask): Promise<ShownSession | null> => {
  const { db, clock } = c.env;
  const shown = await readCredential(c);
  if (shown === null || shown === "forged" || shown.kind !== "session") return null;
  const [[row]] = await db.read(identityQuery(db, shown, null));
  const { identity } = identify(row, null, clock.now());
  return identity && { hash: shown.hash, email: identity.email };
};

/** Checks a body; one that is refused counts for whoever sent it. */
const countedBody = <T extends z.ZodType>(schema: T) => {
  const check = jsonBody(schema);
  const handler = async (c: Ask, next: Next) => {
    try {
      return await check(c as never, next);
    } catch (error) {
      if (error instanceof ProblemError) await limit(c.env, formLimits(c.env));
      throw error;
    }
  };
  return handler as unknown as typeof check;
};

/** The parts of better-auth that Docket uses; all others are not there. */
export const authRoutes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.use(`${base}/*`, ownPagesOnly, requireJson([]));

  const post = <T extends z.ZodType>(
    path: string,
    schema: T,
    answer: (c: Ask, body: z.output<T>) => Promise<Response> = forward,
  ) => app.post(`${base}${path}`, countedBody(schema), (c) => answer(c, c.req.valid("json") as z.output<T>));

  post("/sign-up/email", requests.signUp, async (c, body) => {
    const response = await inPlace(c, body, async () => {
      await limit(c.env, askingLimits(c.env));
      return forward(c, body);
    });
    // Who is known gets a code like everybody else and is signed in with it; who only asks learns nothing.
    return sendCode(c, body, response);
  });
  post("/sign-in/email", requests.signIn, (c, body) =>
    inPlace(c, body, async (isKnown) => {
      const limits = await passwordLimits(c.env, body.email, isKnown);
      return remembered(c, body, forwardPassword(c, body, limits));
    }),
  );
  post("/change-password", requests.changePassword, async (c, body) => {
    const session = await sessionOf(c);
    const limits = await changeLimits(c.env, session);
    return withPlace(c, session?.email ?? null, () => forwardPassword(c, body, limits));
  });
  for (const [path, schema] of [
    ["/email-otp/send-verification-otp", requests.sendCode],
    ["/email-otp/request-password-reset", requests.requestReset],
  ] as const) {
    post(path, schema, async (c, body) => {
      const answer = c.json({ success: true }, 200, { "cache-control": "no-store" });
      const isKnown = await isKnownBrowser(c, body.email);
      return sendCode(c, body, answer, isKnown ? await knownAskingLimits(body.email) : askingLimits(c.env));
    });
  }
  post("/sign-in/email-otp", requests.signInByCode, (c, body) => forwardProof(c, body, "sign-in"));
  post("/email-otp/verify-email", requests.proveEmail, (c, body) => {
    const answer = () => forwardProof(c, body, "email-verification");
    return body.password === undefined ? answer() : inPlace(c, body, answer);
  });
  post("/email-otp/reset-password", requests.resetPassword, (c, body) =>
    inPlace(c, body, () => forwardProof(c, body, "forget-password")),
  );
  post("/sign-out", requests.nothing);
  post("/revoke-session", requests.revokeSession);
  post("/revoke-other-sessions", requests.nothing);
  for (const path of ["/get-session", "/list-sessions"]) {
    app.get(`${base}${path}`, (c) => forward(c, undefined));
  }
  return app;
};
