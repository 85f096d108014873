import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";

/** Pages of the desk: nothing from elsewhere, nothing inline. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join("; ");

/** Answers that are no page: should a browser show one, nothing in it runs. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** The headers of an answer that is no page and names none of its own. */
export const dataHeaders = (isHttps: boolean): Readonly<Record<string, string>> => ({
  "content-security-policy": dataPolicy,
  // What somebody may see is for them alone: no cache may give it to the next one.
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  // Over plain http browsers take neither, and complain of the first.
  ...(isHttps ? { "cross-origin-opener-policy": "same-origin", "strict-transport-security": "max-age=31536000" } : {}),
});

/** The headers of every answer; a route that needs others has set them already. */
export const secureHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  // What the browser has already came with its headers, and those of this answer would take their place.
  if (c.res.status === 304) return;
  const { headers } = c.res;
  const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
  if (isPage && !headers.has("content-security-policy")) headers.set("content-security-policy", pagePolicy);
  for (const [name, value] of Object.entries(dataHeaders(c.env.config.baseUrl.startsWith("https:")))) {
    if (!headers.has(name)) headers.set(name, value);
  }
});
