import type { IncomingHttpHeaders } from "node:http";
import type { Method } from "./call.ts";
import type { FakeSlack } from "./fake-slack.ts";
import type { Fault } from "./faults.ts";
import { chatMethods } from "./methods/chat.ts";
import { conversationMethods } from "./methods/conversations.ts";
import { fileMethods } from "./methods/files.ts";
import { peopleMethods } from "./methods/people.ts";
import { viewMethods } from "./methods/views.ts";
import { exchangeCode } from "./oauth.ts";
import { Refused } from "./refused.ts";
import type { Json } from "./state.ts";
import { isJson, text } from "./state.ts";

const methods: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...viewMethods,
};

/** Errors that mean that the app broke a bound of Slack, or called it wrongly. */
const violations = new Set([
  "invalid_arguments",
  "invalid_blocks",
  "invalid_blocks_format",
  "block_mismatch",
  "invalid_metadata_format",
  "metadata_too_large",
  "missing_argument",
  "missing_unfurls",
  "msg_blocks_too_long",
  "msg_too_long",
  "no_text",
  "too_many_attachments",
  "unknown_method",
  "view_too_large",
  "invalid_post_type",
]);

/** Methods that take forms only. */
const formsOnly = new Set(["files.getUploadURLExternal"]);

export interface WebRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | string;
}

/** A call as it came, and what became of it. */
export interface LoggedCall {
  readonly method: string;
  readonly args: Json;
  readonly error: string | null;
}

const readArgs = ({ method, headers, query, body }: WebRequest): Json => {
  const type = headers["content-type"] ?? "";
  const asked = Object.fromEntries(query);
  if (body.length === 0) return asked;
  if (type.startsWith("application/x-www-form-urlencoded"))
    return { ...asked, ...Object.fromEntries(new URLSearchParams(body.toString("utf8"))) };
  if (!type.startsWith("application/json") || formsOnly.has(method)) throw new Refused("invalid_post_type");
  try {
    const args: unknown = JSON.parse(body.toString("utf8"));
    if (isJson(args)) return { ...asked, ...args };
  } catch {
    // answered below
  }
  throw new Refused("invalid_json");
};

const bearer = ({ headers }: WebRequest, args: Json): string =>
  /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? text(args["token"]);

const asApp = (slack: FakeSlack, request: WebRequest, args: Json): Json | null => {
  if (request.method === "oauth.v2.access") return exchangeCode(slack, request.headers, args);
  if (request.method !== "apps.connections.open") return null;
  if (bearer(request, args) !== slack.appToken) throw new Refused("invalid_auth");
  return { ok: true, url: slack.sockets.ticket() };
};

const perform = (slack: FakeSlack, request: WebRequest, args: Json): Json => {
  const answered = asApp(slack, request, args);
  if (answered !== null) return answered;
  const method = methods[request.method];
  if (!method) throw new Refused("unknown_method");
  const token = bearer(request, args);
  if (token === "") throw new Refused("not_authed");
  const workspace = slack.workspaceOf(token);
  const install = workspace?.install;
  if (!workspace || !install || install.token !== token) throw new Refused("invalid_auth");
  if (install.state !== "active") throw new Refused(install.state);
  return method({ slack, workspace, install, args });
};

const limited = (retryAfter: number): WebAnswer => ({
  status: 429,
  headers: { "retry-after": String(retryAfter) },
  body: { ok: false, error: "ratelimited" },
});

const failed = (slack: FakeSlack, fault: Fault | null): WebAnswer | "hang" | null => {
  if (fault?.kind === "hang") return "hang";
  if (fault?.kind === "limit") return limited(fault.retryAfter);
  if (fault?.kind === "status") {
    const isMoved = fault.status >= 300 && fault.status < 400;
    const headers: Record<string, string> = isMoved ? { location: `${slack.url}/elsewhere` } : {};
    return { status: fault.status, headers, body: "<html>something broke</html>" };
  }
  return null;
};

const refuse = (slack: FakeSlack, method: string, error: unknown): WebAnswer => {
  if (!(error instanceof Refused)) throw error;
  const { code, extra } = error;
  if (violations.has(code)) slack.violations.push(`${method}: ${code} ${JSON.stringify(extra)}`);
  if (code === "ratelimited") return limited(Number(extra["retryAfter"]));
  return { status: 200, headers: {}, body: { ok: false, error: code, ...extra } };
};

/** Answers a call of the Web API: with an answer, never (`hang`), or by cutting the line after the work (`drop`). */
export const answerCall = (slack: FakeSlack, request: WebRequest): WebAnswer | "hang" | "drop" => {
  const fault = slack.faults.meet(request.method);
  const broken = failed(slack, fault);
  if (broken !== null) return broken;
  let args: Json = {};
  const log = (error: string | null): unknown => slack.calls.push({ method: request.method, args, error });
  try {
    args = readArgs(request);
    if (fault?.kind === "error") throw new Refused(fault.error);
    const body = perform(slack, request, args);
    log(null);
    return fault?.kind === "drop" ? "drop" : { status: 200, headers: {}, body };
  } catch (error) {
    log(error instanceof Refused ? error.code : String(error));
    return refuse(slack, request.method, error);
  }
};
