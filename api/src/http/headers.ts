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

/** The headers of every answer; a route that needs others has set them already. */
export const secureHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const headers = c.res.headers;
  const preset = (name: string, value: string) => {
    if (!headers.has(name)) headers.set(name, value);
  };
  const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
  preset("content-security-policy", isPage ? pagePolicy : dataPolicy);
  // What somebody may see is for them alone: no cache may give it to the next one.
  preset("cache-control", "no-store");
  preset("cross-origin-resource-policy", "same-origin");
  preset("cross-origin-opener-policy", "same-origin");
  preset("referrer-policy", "no-referrer");
  preset("x-content-type-options", "nosniff");
  preset("x-frame-options", "DENY");
  preset("permissions-policy", "camera=(), geolocation=(), microphone=()");
  if (c.env.config.baseUrl.startsWith("https:")) preset("strict-transport-security", "max-age=31536000");
});
