import type { App, Receiver } from "@slack/bolt";
import { shownWithAnswer, tellNotConnected } from "./not-connected.ts";
import { isSigned, looksSigned } from "./signature.ts";

/** The bot in the workspace that a request comes from. */
export interface Installation {
  readonly token: string;
  readonly botUserId: string;
}

/** A request of Slack, or one that says it is. */
export interface Arrival {
  readonly isSigned: boolean;
  /** The workspace that it names, if it does. */
  readonly workspaceId: string | null;
  readonly isEvent: boolean;
  readonly isRetry: boolean;
}

/** What one request brings along beside itself. */
export interface RequestContext {
  /** What listeners find in their `context`. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Null for a workspace that the desk is not connected to. */
  readonly installationOf: (workspaceId: string) => Promise<Installation | null>;
  /** Hears of each request that may be Slack's. */
  readonly arrived: (arrival: Arrival) => void;
  /** Keeps the process at work after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Milliseconds. */
  readonly now: number;
}

type Body = Readonly<Record<string, unknown>>;

const answer = (status: number, text = ""): Response => new Response(text, { status });

const isRecord = (value: unknown): value is Body => typeof value === "object" && value !== null;

/** What a request of Slack says: JSON, or a form whose field `payload` may be JSON; null when it is neither. */
const readBody = (text: string, contentType: string): Body | null => {
  try {
    if (!contentType.startsWith("application/x-www-form-urlencoded")) {
      const body: unknown = JSON.parse(text);
      return isRecord(body) ? body : null;
    }
    const form = Object.fromEntries(new URLSearchParams(text));
    const payload: unknown = form["payload"] === undefined ? form : JSON.parse(form["payload"]);
    return isRecord(payload) ? payload : null;
  } catch {
    return null;
  }
};

const idIn = (value: unknown, name: string): string | null => {
  const id = isRecord(value) ? value[name] : null;
  return typeof id === "string" && id !== "" ? id : null;
};

/** The workspace that the app was installed in, whoever of which workspace did something there. */
const workspaceOf = (body: Body): string | null => {
  const authorizations: unknown = body["authorizations"];
  return (
    idIn(Array.isArray(authorizations) ? authorizations[0] : null, "team_id") ??
    idIn(body["view"], "app_installed_team_id") ??
    idIn(body, "team_id") ??
    idIn(body["team"], "id") ??
    idIn(body["user"], "team_id")
  );
};

const acknowledged = (response: unknown): Response => {
  if (response === undefined || response === null || response === "") return answer(200);
  return typeof response === "string" ? answer(200, response) : Response.json(response);
};

/**
 * Receives what Slack sends over HTTP, wherever there is `fetch`: on Node and in a Worker. An event is acknowledged when
 * its work is done, so that Slack sends it again if that failed; everything else as soon as a listener says so.
 */
export class FetchReceiver implements Receiver {
  readonly #secret: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #installations = new WeakMap<object, Installation>();
  #app: App | null = null;

  /** `fetch` reaches Slack. */
  constructor(signingSecret: string, fetch: typeof globalThis.fetch) {
    this.#secret = signingSecret;
    this.#fetch = fetch;
  }

  init(app: App): void {
    this.#app = app;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /** For the app's `authorize`: the installation that this body came for. */
  installation(body: object | undefined): Installation {
    const found = body && this.#installations.get(body);
    if (!found) throw new Error("The desk is not connected to this workspace.");
    return found;
  }

  /** Answers one request of Slack. */
  async handle(request: Request, context: RequestContext): Promise<Response> {
    const { headers } = request;
    const bytes = new Uint8Array(await request.arrayBuffer());
    const signed = await isSigned(this.#secret, headers, bytes, context.now);
    if (!signed && !looksSigned(headers, context.now)) return answer(401);
    const body = readBody(new TextDecoder().decode(bytes), headers.get("content-type") ?? "");
    context.arrived({
      isSigned: signed,
      workspaceId: body && workspaceOf(body),
      isEvent: body?.["type"] === "event_callback",
      isRetry: headers.has("x-slack-retry-num"),
    });
    if (!signed) return answer(401);
    if (body === null) return answer(400);
    if (body["ssl_check"] !== undefined) return answer(200);
    if (body["type"] === "url_verification") return Response.json({ challenge: body["challenge"] });
    const installation = await context.installationOf(workspaceOf(body) ?? "");
    if (installation === null) return this.#refuse(body, context);
    this.#installations.set(body, installation);
    return this.#process(request, body, context);
  }

  #refuse(body: Body, { waitUntil }: RequestContext): Response {
    if (body["type"] === "event_callback") return answer(200);
    const shown = shownWithAnswer(body);
    if (shown !== null) return Response.json(shown);
    waitUntil(tellNotConnected(body, this.#fetch).catch(() => undefined));
    return answer(200);
  }

  async #process(request: Request, body: Body, { properties, waitUntil }: RequestContext): Promise<Response> {
    const app = this.#app;
    if (app === null) throw new Error("The receiver has no app.");
    const acked = Promise.withResolvers<Response>();
    const retry = request.headers.get("x-slack-retry-num");
    const reason = request.headers.get("x-slack-retry-reason");
    const work = app.processEvent({
      body,
      ack: (response: unknown) => {
        acked.resolve(acknowledged(response));
        return Promise.resolve();
      },
      customProperties: { ...properties },
      ...(retry === null ? {} : { retryNum: Number(retry) }),
      ...(reason === null ? {} : { retryReason: reason }),
    });
    const ended = work.then(
      () => answer(200),
      () => answer(503),
    );
    if (body["type"] === "event_callback") return ended;
    waitUntil(ended);
    return Promise.race([acked.promise, ended]);
  }
}
