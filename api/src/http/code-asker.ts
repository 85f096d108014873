import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import { day, second } from "@docket/core/time";
import type { AppEnv } from "../context.ts";

const isSecure = (c: Context<AppEnv>): boolean => c.env.config.baseUrl.startsWith("https:");
const nameOf = (c: Context<AppEnv>): string => (isSecure(c) ? "__Host-docket_asker" : "docket_asker");

const shown = (c: Context<AppEnv>): string | null => {
  const cookie = getCookie(c, nameOf(c)) ?? "";
  return /^[\w-]{43}$/.test(cookie) ? `page:${cookie}` : null;
};

/** Who uses a code: the browser that asked for it, or a program at the address that asked. */
export const askerOf = (c: Context<AppEnv>): string => shown(c) ?? `program:${c.env.clientIp()}`;

/** Who asks for a code, and the cookie by which a browser is known from then on: many of them share an address. */
export const newAsker = (c: Context<AppEnv>): { readonly asker: string; readonly cookies: readonly string[] } => {
  if (shown(c) !== null || c.req.header("origin") === undefined) return { asker: askerOf(c), cookies: [] };
  const token = c.env.ids.token();
  const options = { secure: isSecure(c), httpOnly: true, sameSite: "Lax", path: "/", maxAge: day / second } as const;
  return { asker: `page:${token}`, cookies: [generateCookie(nameOf(c), token, options)] };
};
