import type { App, Receiver } from "@slack/bolt";
import { shownWithAnswer, tellNotConnected } from "./not-connected.ts";
import type { AnswerPlaces } from "./replace-card.ts";
import { leadsToSlack } from "./replace-card.ts";
import { isSigned, looksSigned } from "./signature.ts";
import type { Body } from "./slack-body.ts";
import { makesSense, namedWorkspace, readBody, workspaceOf } from "./slack-body.ts";

/** The bot in the workspace that a request comes from. */
export interface Installation {
  readonly token: string;
  readonly botUserId: string;
}

/** What is looked at of a request; its body only where its headers may be of Slack. */
export type SlackRequest = Pick<Request, "headers" | "arrayBuffer">;

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

const answer = (status: number, text = ""): Response => new Response(text, { status });

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
  readonly #answers: AnswerPlaces;
  readonly #installations = new WeakMap<object, Installation>();
  #app: App | null = null;

  constructor(signingSecret: string, answers: AnswerPlaces) {
    this.#secret = signingSecret;
    this.#answers = answers;
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
  async handle(request: SlackRequest, context: RequestContext): Promise<Response> {
    const { headers } = request;
    if (!looksSigned(headers, context.now)) return answer(401);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const signed = await isSigned(this.#secret, headers, bytes, context.now);
    const body = signed ? readBody(bytes, headers.get("content-type") ?? "") : null;
    context.arrived({
      isSigned: signed,
      workspaceId: signed ? body && workspaceOf(body) : namedWorkspace(bytes),
      isEvent: body?.["type"] === "event_callback",
      isRetry: headers.has("x-slack-retry-num"),
    });
    if (!signed) return answer(401);
    if (body === null) return answer(400);
    if (body["ssl_check"] !== undefined) return answer(200);
    if (body["type"] === "url_verification") return Response.json({ challenge: String(body["challenge"]) });
    if (!makesSense(body) || !leadsToSlack(body, this.#answers)) return answer(400);
    const installation = await context.installationOf(workspaceOf(body) ?? "");
    if (installation === null) return this.#refuse(body, context);
    this.#installations.set(body, installation);
    return this.#process(request, body, context);
  }

  #refuse(body: Body, { waitUntil }: RequestContext): Response {
    if (body["type"] === "event_callback") return answer(200);
    const shown = shownWithAnswer(body);
    if (shown !== null) return Response.json(shown);
    waitUntil(tellNotConnected(body, this.#answers.fetch).catch(() => undefined));
    return answer(200);
  }

  async #process(request: SlackRequest, body: Body, { properties, waitUntil }: RequestContext): Promise<Response> {
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
