import type { IncomingHttpHeaders } from "node:http";
import type { FakeSlack } from "./fake-slack.ts";
import { Refused } from "./refused.ts";
import type { Json, User, Workspace } from "./state.ts";
import { text } from "./state.ts";

const codeLasts = 10 * 60_000;

interface Code {
  readonly workspace: Workspace;
  readonly user: User;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly until: number;
  used: boolean;
}

/** The codes that were given out to install the app. */
export class OAuthCodes {
  readonly #codes = new Map<string, Code>();

  add(code: Omit<Code, "used">): string {
    const name = `code.${crypto.randomUUID()}`;
    this.#codes.set(name, { ...code, used: false });
    return name;
  }

  /** Takes a code, once. Throws `Refused`. */
  take(name: string, redirectUri: string, now: number): Code {
    const code = this.#codes.get(name);
    if (!code) throw new Refused("invalid_code");
    if (code.used) throw new Refused("code_already_used");
    if (now > code.until) throw new Refused("code_expired");
    if (redirectUri !== code.redirectUri) throw new Refused("bad_redirect_uri");
    code.used = true;
    return code;
  }
}

/**
 * Somebody allows what the address of `/oauth/v2/authorize` asks for, in a workspace. Returns where their browser is
 * sent.
 */
export const approve = (slack: FakeSlack, authorizeUrl: string, workspace: Workspace, user: User): string => {
  const { searchParams } = new URL(authorizeUrl);
  if (searchParams.get("client_id") !== slack.clientId) throw new Error("invalid_client_id");
  const redirectUri = searchParams.get("redirect_uri") ?? "";
  const scopes = (searchParams.get("scope") ?? "").split(/[ ,]+/).filter(Boolean);
  if (scopes.length === 0) throw new Error("no scopes requested");
  const code = slack.codes.add({ workspace, user, scopes, redirectUri, until: slack.now() + codeLasts });
  const target = new URL(redirectUri);
  target.searchParams.set("code", code);
  target.searchParams.set("state", searchParams.get("state") ?? "");
  return target.href;
};

const credentials = (headers: IncomingHttpHeaders, args: Json): readonly string[] => {
  const basic = /^Basic (\S+)$/.exec(headers.authorization ?? "")?.[1];
  if (basic === undefined) return [text(args["client_id"]), text(args["client_secret"])];
  return Buffer.from(basic, "base64").toString("utf8").split(":");
};

/** `oauth.v2.access`. */
export const exchangeCode = (slack: FakeSlack, headers: IncomingHttpHeaders, args: Json): Json => {
  const [id, secret] = credentials(headers, args);
  if (id !== slack.clientId) throw new Refused("invalid_client_id");
  if (secret !== slack.clientSecret) throw new Refused("bad_client_secret");
  const { workspace, user, scopes } = slack.codes.take(text(args["code"]), text(args["redirect_uri"]), slack.now());
  const install = slack.install(workspace, scopes);
  return {
    ok: true,
    access_token: install.token,
    token_type: "bot",
    scope: scopes.join(","),
    bot_user_id: install.botUserId,
    app_id: slack.appId,
    team: { id: workspace.id, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: user.id },
  };
};
