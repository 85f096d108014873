import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { parseSigned } from "hono/utils/cookie";
import { chatUserPattern } from "@docket/core/chat/platform";
import { liveTokenPrefix } from "@docket/core/contract/live";
import { fieldError } from "@docket/core/field-errors";
import { builtInKey, keyPrefix } from "../api-keys/key-secret.ts";
import type { AppEnv } from "../context.ts";
import { sha256 } from "../platform/digest.ts";
import { problem } from "./problem.ts";

/** What a request shows of who sends it. `hash` names it in the database without being it. */
export interface Credential {
  readonly kind: "session" | "visitor" | "key" | "built_in_key";
  readonly token: string;
  readonly hash: string;
  /** Browsers send a cookie by themselves, so its requests must prove that they come from our own pages. */
  readonly viaCookie: boolean;
  /** Who of a chat this is for, as `chatUserKey` writes it; only a key may say so. Null where nobody is named. */
  readonly chatUser: string | null;
  /** The workspace in which they are; null where nobody says. */
  readonly workspaceId: string | null;
  /** The channel of the card on which they pressed something; null where it was no card. */
  readonly cardChannelId: string | null;
}

/** How the token of a widget session begins. */
export const visitorTokenPrefix = "dv_";

const onBehalfOf = "Docket-On-Behalf-Of";
const chatWorkspace = "Docket-Chat-Workspace";
const cardChannel = "Docket-Chat-Card-Channel";

/** Throws `request.invalid` naming the header that says for whom a request is. */
export const refuseChatUser = (code: "chat_account" | "only_keys"): never => {
  throw problem("request.invalid", `${onBehalfOf} is not right.`, [fieldError(onBehalfOf, code)]);
};

const readChatUser = (c: Context<AppEnv>): string | null => {
  const header = c.req.header(onBehalfOf);
  if (header === undefined) return null;
  return chatUserPattern.test(header) ? header : refuseChatUser("chat_account");
};

/** An account of Slack names its workspace; one of Discord is the same in every server, so a header says which. */
const readWorkspace = (c: Context<AppEnv>, chatUser: string | null): string | null =>
  /^slack:([^/]+)\//.exec(chatUser ?? "")?.[1] ?? c.req.header(chatWorkspace) ?? null;

/** The value inside a signed cookie or bearer token; null when the signature is not ours. */
const unsign = async (signed: string, secret: string): Promise<string | null> => {
  const parsed = await parseSigned(`t=${signed.includes("%") ? signed : encodeURIComponent(signed)}`, secret, "t");
  return parsed["t"] || null;
};

/** The built-in key is told by its hash, like every other: how long that takes says nothing about the key itself. */
const keyKind = async (c: Context<AppEnv>, hash: string): Promise<Credential["kind"]> =>
  hash === (await sha256(await builtInKey(c.env.config.secret))) ? "built_in_key" : "key";

/** The credential of a request: a bearer token before a cookie; `forged` when it is no token of ours. */
export const readCredential = async (c: Context<AppEnv>): Promise<Credential | "forged" | null> => {
  const bearer = bearerToken(c);
  const chatUser = readChatUser(c);
  const place = { chatUser, workspaceId: readWorkspace(c, chatUser), cardChannelId: c.req.header(cardChannel) ?? null };
  if (bearer?.startsWith(visitorTokenPrefix)) {
    return { kind: "visitor", token: bearer, hash: await sha256(bearer), viaCookie: false, ...place };
  }
  if (bearer?.startsWith(keyPrefix)) {
    const hash = await sha256(bearer);
    return { kind: await keyKind(c, hash), token: bearer, hash, viaCookie: false, ...place };
  }
  const signed = bearer ?? getCookie(c, c.env.auth.cookieName);
  if (!signed) return null;
  const token = await unsign(signed, c.env.auth.secret);
  if (token === null) return "forged";
  return { kind: "session", token, hash: await sha256(token), viaCookie: bearer === null, ...place };
};

/** Names who calls: a session, a key, or somebody for whom a key acts. */
export const callerOf = ({ hash, chatUser }: Credential): string => (chatUser === null ? hash : `${hash} ${chatUser}`);

const bearerToken = (c: Context<AppEnv>): string | null => {
  const match = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "");
  if (match?.[1]) return match[1];
  return socketToken(c);
};

/** Whether a request shows an API key, whatever that is worth. */
export const hasKey = (c: Context<AppEnv>): boolean => bearerToken(c)?.startsWith(keyPrefix) ?? false;

/** A browser cannot set headers on a WebSocket: there the token is one of the subprotocols. */
const socketToken = (c: Context<AppEnv>): string | null => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return null;
  const offered = (c.req.header("sec-websocket-protocol") ?? "").split(",").map((one) => one.trim());
  const token = offered.find((one) => one.startsWith(liveTokenPrefix));
  return token === undefined ? null : token.slice(liveTokenPrefix.length);
};
