import { emailsHeader } from "@docket/core/emails-delayed";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";
import { allowedOrigins } from "../sites/allowed-origins.ts";
import type { ProblemError } from "./problem.ts";
import { problem } from "./problem.ts";
import { isSafe } from "./rate-limit.ts";

const isOwn = (c: Context<AppEnv>, origin: string): boolean => c.env.config.ownOrigins.includes(origin);

/** Whether a page is the desk's own, opened under another address than people reach it by. */
const isMisplaced = (c: Context<AppEnv>, origin: string | undefined): boolean =>
  origin !== undefined && !isOwn(c, origin) && URL.parse(origin)?.host === new URL(c.req.url).host;

/** That a page may not do what it asked for; to the desk's own page at a wrong address, which one is right. */
export const crossOrigin = (c: Context<AppEnv>): ProblemError =>
  problem(
    "request.cross_origin",
    isMisplaced(c, c.req.header("origin"))
      ? `This desk lives at ${c.env.config.baseUrl}. Open it there, or correct DOCKET_URL in its settings.`
      : "This page may not use the desk in this way.",
  );

/**
 * Refuses what a foreign page sends with our cookie, and a widget session outside its own site. Both
 * Origin and Sec-Fetch-Site must agree where the browser sends them.
 */
export const checkOrigin = (
  c: Context<AppEnv>,
  session: { readonly viaCookie: boolean; readonly origins: readonly string[] | null },
): void => {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const isSocket = c.req.header("upgrade") !== undefined;
  if (session.viaCookie && (isSocket || !isSafe(c.req.method))) {
    if (origin === undefined && site === undefined) throw crossOrigin(c);
    if (origin !== undefined && !isOwn(c, origin)) throw crossOrigin(c);
    if (site !== undefined && site !== "same-origin") throw crossOrigin(c);
  }
  if (session.origins !== null && origin !== undefined && !isOwn(c, origin) && !session.origins.includes(origin)) {
    throw crossOrigin(c);
  }
};

const corsHeaders = {
  "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
  "access-control-allow-headers": "authorization, content-type, idempotency-key, if-match",
  "access-control-max-age": "7200",
};
const exposed = `x-request-id, retry-after, idempotent-replayed, content-disposition, ${emailsHeader}`;

/** A page may read what its widget session may; where there is no session, it must belong to some site. */
const mayRead = async (c: Context<AppEnv>, origin: string): Promise<boolean> => {
  if (origin === "null") return false;
  if (isOwn(c, origin)) return true;
  const own = c.get("origins");
  return own ? own.includes(origin) : (await allowedOrigins(c.env)).has(origin);
};

/**
 * CORS for the API: the exact origins of sites may read answers, and never with a cookie. On
 * every answer, errors too, the Vary header says that it depends on the origin.
 */
export const cors = createMiddleware<AppEnv>(async (c, next) => {
  const origin = c.req.header("origin");
  if (c.req.method === "OPTIONS") {
    const allowed = origin !== undefined && (await mayRead(c, origin));
    return c.body(null, 204, {
      vary: "Origin",
      ...(allowed ? { ...corsHeaders, "access-control-allow-origin": origin } : {}),
    });
  }
  await next();
  c.res.headers.append("vary", "Origin");
  if (origin !== undefined && (await mayRead(c, origin))) {
    c.res.headers.set("access-control-allow-origin", origin);
    c.res.headers.set("access-control-expose-headers", exposed);
  }
  return undefined;
});
