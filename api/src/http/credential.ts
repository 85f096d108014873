import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { parseSigned } from "hono/utils/cookie";
import type { AppEnv } from "../context.ts";
import { liveTokenPrefix } from "@docket/core/contract/live";
import { sha256 } from "../platform/digest.ts";

/** What a request shows of who sends it. `hash` names it in the database without being it. */
export interface Credential {
  readonly kind: "session" | "visitor";
  readonly token: string;
  readonly hash: string;
  /** Browsers send a cookie by themselves, so its requests must prove that they come from our own pages. */
  readonly viaCookie: boolean;
}

/** How the token of a widget session begins. */
export const visitorTokenPrefix = "dv_";

/** The value inside a signed cookie or bearer token; null when the signature is not ours. */
const unsign = async (signed: string, secret: string): Promise<string | null> => {
  const parsed = await parseSigned(`t=${signed.includes("%") ? signed : encodeURIComponent(signed)}`, secret, "t");
  return parsed["t"] || null;
};

/** The credential of a request: a bearer token before a cookie; `forged` when it is no token of ours. */
export const readCredential = async (c: Context<AppEnv>): Promise<Credential | "forged" | null> => {
  const bearer = bearerToken(c);
  if (bearer?.startsWith(visitorTokenPrefix)) {
    return { kind: "visitor", token: bearer, hash: await sha256(bearer), viaCookie: false };
  }
  const signed = bearer ?? getCookie(c, c.env.auth.cookieName);
  if (!signed) return null;
  const token = await unsign(signed, c.env.auth.secret);
  if (token === null) return "forged";
  return { kind: "session", token, hash: await sha256(token), viaCookie: bearer === null };
};

const bearerToken = (c: Context<AppEnv>): string | null => {
  const match = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "");
  if (match?.[1]) return match[1];
  return socketToken(c);
};

/** A browser cannot set headers on a WebSocket: there the token is one of the subprotocols. */
const socketToken = (c: Context<AppEnv>): string | null => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return null;
  const offered = (c.req.header("sec-websocket-protocol") ?? "").split(",").map((one) => one.trim());
  const token = offered.find((one) => one.startsWith(liveTokenPrefix));
  return token === undefined ? null : token.slice(liveTokenPrefix.length);
};
