import { createHMAC } from "@better-auth/utils/hmac";
import { day, second } from "@docket/core/time";
import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import { timingSafeEqual } from "hono/utils/buffer";
import type { AppEnv } from "../context.ts";
import { mailboxOf } from "../email/mailbox-of.ts";

const isSecure = (c: Context<AppEnv>): boolean => c.env.config.baseUrl.startsWith("https:");
const nameOf = (c: Context<AppEnv>): string => (isSecure(c) ? "__Host-docket_known" : "docket_known");

/** What a browser shows in which somebody has signed in; nobody but the desk can make it, and it names nobody. */
const markOf = (c: Context<AppEnv>, email: string): Promise<string> =>
  createHMAC("SHA-256", "base64urlnopad").sign(c.env.config.secret, `known:${mailboxOf(email)}`);

/** Whether somebody has signed in with this address in this browser. It says nothing of what the desk knows. */
export const isKnownBrowser = async (c: Context<AppEnv>, email: string): Promise<boolean> => {
  const shown = getCookie(c, nameOf(c));
  return shown !== undefined && (await timingSafeEqual(shown, await markOf(c, email)));
};

/** The cookie by which a browser is known in which somebody just signed in; null for a program, which keeps none. */
export const knownCookie = async (c: Context<AppEnv>, email: string): Promise<string | null> => {
  if (c.req.header("origin") === undefined) return null;
  const options = {
    secure: isSecure(c),
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: (90 * day) / second,
  } as const;
  return generateCookie(nameOf(c), await markOf(c, email), options);
};
