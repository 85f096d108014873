import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Call, Routes } from "./call.ts";
import { DiscordError, refusal } from "./discord-error.ts";
import type { Failing, Failures } from "./failures.ts";
import type { Upload } from "./messages.ts";
import type { LimitHeaders, RateLimits } from "./rate-limits.ts";
import type { State } from "./state.ts";
import type { App } from "./world.ts";

const prefix = "/api/v10";
const requestBytes = 25 * 1024 * 1024;

interface Route {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

const compile = (routes: Routes): readonly Route[] =>
  Object.entries(routes).map(([name, run]) => {
    const [method = "", path = ""] = name.split(" ");
    return { name, method, run, pattern: new RegExp(`^${path.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)")}$`) };
  });

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(50109);
  }
};

const parts = async (bytes: Buffer, type: string): Promise<Pick<Call, "body" | "uploads">> => {
  if (bytes.byteLength > requestBytes) throw refusal(40005);
  if (!type.startsWith("multipart/form-data"))
    return { body: bytes.byteLength === 0 ? undefined : parse(bytes.toString()), uploads: [] };
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const files = [...form].flatMap(([key, value]) => (typeof value === "string" ? [] : [{ key, value }]));
  const uploads = await Promise.all(
    files.map<Promise<Upload>>(async ({ key, value }) => ({
      key,
      filename: value.name,
      contentType: value.type,
      bytes: new Uint8Array(await value.arrayBuffer()),
    })),
  );
  const json = form.get("payload_json");
  return { body: typeof json === "string" ? parse(json) : undefined, uploads };
};

/** Errors that say that the caller did not keep to the rules, and not only that something is in the way. */
const faults = new Set([10014, 10062, 30015, 40005, 40060, 50005, 50006, 50008, 50024, 50027, 50035, 50109, 40333]);
/** Statuses of which ten thousand in ten minutes shut a bot out. */
const invalid = new Set([401, 403, 429]);

/** The API over HTTP. */
export class Http {
  readonly #state: State;
  readonly #routes: readonly Route[];
  /** Routes whose path is the permission. */
  readonly #open: readonly Route[];
  readonly #limits: RateLimits;
  readonly #failures: Failures;
  /** Calls that were refused with 401, 403 or 429. */
  invalidRequests = 0;
  /** Every call, as `POST /channels/123/messages`. */
  readonly calls: string[] = [];

  constructor(state: State, routes: Routes, open: Routes, limits: RateLimits, failures: Failures) {
    this.#state = state;
    this.#routes = compile(routes);
    this.#open = compile(open);
    this.#limits = limits;
    this.#failures = failures;
  }

  #callerOf({ headers }: IncomingMessage): App {
    if (!/^DiscordBot \(\S+, \S+\)/.test(headers["user-agent"] ?? "")) throw refusal(40333);
    const token = /^Bot (.+)$/.exec(headers.authorization ?? "")?.[1];
    const app = this.#state.apps.find((one) => one.token === token);
    if (!app) throw refusal(0);
    return app;
  }

  /** Answers a call, and says what went wrong with it where something did. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://discord.test");
    const method = request.method ?? "GET";
    const path = url.pathname.replace(prefix, "");
    this.calls.push(`${method} ${path}`);
    const bytes = await bytesOf(request);
    const failing = this.#failures.next(method, path);
    if (failing !== null && this.#fail(failing, response)) return;
    try {
      const { answer, headers } = await this.#run(request, method, path, url.searchParams, bytes);
      if (this.#lose(failing, response)) return;
      if (answer === undefined) response.writeHead(204, headers).end();
      else response.writeHead(200, { ...headers, "content-type": "application/json" }).end(JSON.stringify(answer));
    } catch (error) {
      this.#refuse(response, error, `${method} ${path}`);
    }
  }

  async #run(
    request: IncomingMessage,
    method: string,
    path: string,
    query: URLSearchParams,
    bytes: Buffer,
  ): Promise<{ readonly answer: Answer; readonly headers: LimitHeaders }> {
    const fits = (route: Route): boolean => route.method === method && route.pattern.test(path);
    const open = this.#open.find(fits);
    const app = open ? this.#state.apps[0] : this.#callerOf(request);
    const route = open ?? this.#routes.find(fits);
    if (!route || !app) throw new DiscordError(404, { message: "404: Not Found", code: 0 });
    const groups = route.pattern.exec(path)?.groups ?? {};
    const params = Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value)]));
    const major = params["channel"] ?? params["guild"] ?? "";
    const headers = open ? {} : this.#limits.count(app.id, route.name, major);
    const content = await parts(bytes, request.headers["content-type"] ?? "");
    return { answer: await route.run({ state: this.#state, app, params, query, ...content }), headers };
  }

  /** Lets a call go wrong before anything is done; `false` when it is to be taken first. */
  #fail(how: Failing, response: ServerResponse): boolean {
    if (how === "take and drop" || how === "take and hang") return false;
    const json = { "content-type": "application/json" };
    if (how === "drop") response.destroy();
    else if (typeof how === "number") response.writeHead(how, { "content-type": "text/html" }).end("<h1>Error</h1>");
    else if (how !== "hang" && "code" in how)
      response.writeHead(how.status, json).end(JSON.stringify({ ...how, message: "As planned" }));
    else if (how !== "hang") {
      this.invalidRequests += 1;
      const seconds = how.retryAfter / 1000;
      response
        .writeHead(429, { ...json, "retry-after": String(Math.ceil(seconds)) })
        .end(JSON.stringify({ message: "You are being rate limited.", retry_after: seconds, global: false }));
    }
    return true;
  }

  #lose(how: Failing | null, response: ServerResponse): boolean {
    if (how === "take and drop") response.destroy();
    return how === "take and drop" || how === "take and hang";
  }

  #refuse(response: ServerResponse, error: unknown, call: string): void {
    const known = error instanceof DiscordError ? error : new DiscordError(500, { message: String(error), code: 0 });
    const { status, code, body, headers } = known;
    if (status === 500) this.#state.violations.push(`${call}: ${String(error instanceof Error ? error.stack : error)}`);
    if (faults.has(code))
      this.#state.violations.push(`${call}: ${code} ${JSON.stringify(body["errors"] ?? known.message)}`);
    if (invalid.has(status)) this.invalidRequests += 1;
    response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(body));
  }
}
