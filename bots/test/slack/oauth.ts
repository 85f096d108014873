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
 * sent (https://docs.slack.dev/authentication/installing-with-oauth). Throws `Refused`.
 */
export const approve = (slack: FakeSlack, asked: URLSearchParams, workspace: Workspace, user: User): string => {
  if (asked.get("client_id") !== slack.clientId) throw new Refused("invalid_client_id");
  if (!slack.pages.mayInstall(workspace)) throw new Refused("invalid_team_for_non_distributed_app");
  const redirectUri = asked.get("redirect_uri") ?? "";
  const { redirectUrls } = slack.pages;
  const target = URL.parse(redirectUri || (redirectUrls[0] ?? ""));
  if (!target || !redirectUrls.some((url) => target.href.startsWith(url))) throw new Refused("bad_redirect_uri");
  const scopes = (asked.get("scope") ?? "").split(/[ ,]+/).filter(Boolean);
  if (scopes.length === 0) throw new Refused("invalid_scope");
  const code = slack.codes.add({ workspace, user, scopes, redirectUri, until: slack.now() + codeLasts });
  target.searchParams.set("code", code);
  target.searchParams.set("state", asked.get("state") ?? "");
  return target.href;
};

const hidden = ([name, value]: [string, string]): string =>
  `<input type="hidden" name="${name}" value="${value.replaceAll(/[&"<]/g, (char) => `&#${char.charCodeAt(0)};`)}">`;

/** The page on which somebody chooses a workspace and allows the app what it asks for. */
export const consentPage = (slack: FakeSlack, asked: URLSearchParams): string => {
  const choices = [...slack.workspaces.values()].map(({ id, name }) => `<option value="${id}">${name}</option>`);
  return `<!doctype html><html lang="en"><title>Slack</title><form action="/oauth/allow">
${[...asked].map(hidden).join("\n")}
<label>Workspace <select name="team">${choices.join("")}</select></label>
<button>Allow</button></form></html>`;
};

/** The workspace was chosen and the app allowed: where the browser goes on. Throws `Refused`. */
export const allow = (slack: FakeSlack, chosen: URLSearchParams): string => {
  const workspace = slack.workspaces.get(chosen.get("team") ?? "");
  if (!workspace) throw new Refused("invalid_team");
  return approve(slack, chosen, workspace, slack.addUser(workspace, "Installer"));
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
