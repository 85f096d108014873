import type { AppPages } from "./app-pages.ts";
import type { SignedRequest } from "./signing.ts";
import { signed } from "./signing.ts";
import type { EnvelopeKind, SocketMode } from "./socket-mode.ts";
import type { Json, Mint, Workspace } from "./state.ts";

const patience = 3000;
const mostOfRetries = 3;

/** What became of something that Slack sent to the app. */
export interface Delivered {
  /** Whether the app took it within three seconds. */
  readonly acked: boolean;
  /** The status, over HTTP. */
  readonly status: number | null;
  /** What the app said with its acknowledgement. */
  readonly body: unknown;
}

/** Where the app is reached over HTTP: an address, or a function that stands for it. */
export type RequestUrl = string | ((request: Request) => Promise<Response>);

interface Failed {
  readonly body: Json;
  retries: number;
  readonly reason: string;
}

const readBody = (raw: string): unknown => {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return raw;
  }
};

/** Brings to the app what happens in Slack: to its request URL, or over its sockets where it has none. */
export class Delivery {
  requestUrl: RequestUrl | null = null;
  /** Milliseconds that the app has for an answer. */
  patience = patience;
  /** What was sent over HTTP, the oldest first. */
  readonly sent: SignedRequest[] = [];
  /** With what the app is told to be sure that it is Slack. */
  secret: string;
  readonly #appId: string;
  readonly #mint: Mint;
  readonly #now: () => number;
  readonly #sockets: SocketMode;
  readonly #pages: AppPages;
  #failed: Failed[] = [];

  constructor(secret: string, appId: string, mint: Mint, now: () => number, sockets: SocketMode, pages: AppPages) {
    this.secret = secret;
    this.#appId = appId;
    this.#mint = mint;
    this.#now = now;
    this.#sockets = sockets;
    this.#pages = pages;
  }

  /** Whether the app is told of anything. */
  get isOpen(): boolean {
    return this.requestUrl !== null || this.#sockets.isUsed;
  }

  /** Sends a request to the request URL as it is. */
  async send(request: SignedRequest): Promise<Delivered> {
    this.sent.push(request);
    const { requestUrl } = this;
    if (requestUrl === null) throw new Error("The app has no request URL.");
    const target = typeof requestUrl === "string" ? requestUrl : "https://app.test/hooks/slack";
    const made = new Request(target, { method: "POST", headers: request.headers, body: request.body });
    const signal = AbortSignal.timeout(this.patience);
    const late = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
    const asked = typeof requestUrl === "string" ? fetch(made, { signal }) : requestUrl(made);
    const answer = await Promise.race([asked.catch(() => null), late]);
    if (answer === null) return { acked: false, status: null, body: "" };
    return { acked: answer.status === 200, status: answer.status, body: readBody(await answer.text()) };
  }

  /** An event of the Events API; null when the app does not hear of it. What it does not take waits for `retry`. */
  async event(workspace: Workspace, event: Json): Promise<Delivered | null> {
    if (!this.#pages.hears(event)) return null;
    const install = workspace.install;
    const body: Json = {
      token: "legacy",
      team_id: workspace.id,
      context_team_id: workspace.id,
      api_app_id: this.#appId,
      event,
      type: "event_callback",
      event_id: this.#mint.id("Ev"),
      event_time: Math.floor(this.#now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: workspace.id, user_id: install?.botUserId, is_bot: true }],
      is_ext_shared_channel: false,
    };
    const delivered = await this.#sendEvent(body);
    if (!delivered.acked) this.#failed.push({ body, retries: 0, reason: this.#reason(delivered) });
    return delivered;
  }

  /** Sends again what the app did not take, as Slack does: three times at most. */
  async retry(): Promise<readonly Delivered[]> {
    const failed = this.#failed;
    this.#failed = [];
    const results: Delivered[] = [];
    for (const one of failed) {
      one.retries++;
      const delivered = await this.#sendEvent(one.body, { num: one.retries, reason: one.reason });
      results.push(delivered);
      if (!delivered.acked && one.retries < mostOfRetries) this.#failed.push(one);
    }
    return results;
  }

  /** Sends an event again that the app has taken already. */
  async repeat(body: Json, num = 1): Promise<Delivered> {
    return this.#sendEvent(body, { num, reason: "http_timeout" });
  }

  /** Something that somebody did with a button, a menu, a modal or a shortcut. */
  async interaction(payload: Json): Promise<Delivered> {
    if (this.requestUrl === null) return this.#envelope("interactive", payload);
    return this.send(this.form({ payload: JSON.stringify(payload) }));
  }

  /** A slash command. */
  async command(fields: Readonly<Record<string, string>>): Promise<Delivered> {
    return this.requestUrl === null ? this.#envelope("slash_commands", fields) : this.send(this.form(fields));
  }

  /** A signed form. */
  form(fields: Readonly<Record<string, string>>): SignedRequest {
    const type = "application/x-www-form-urlencoded";
    return signed(new URLSearchParams(fields).toString(), { secret: this.secret, at: this.#now(), type });
  }

  #reason({ status }: Delivered): string {
    return status === null ? "http_timeout" : "http_error";
  }

  #sendEvent(body: Json, retry?: { readonly num: number; readonly reason: string }): Promise<Delivered> {
    if (this.requestUrl === null) return this.#envelope("events_api", body, retry);
    const options = { secret: this.secret, at: this.#now(), ...(retry ? { retry } : {}) };
    return this.send(signed(JSON.stringify(body), options));
  }

  async #envelope(type: EnvelopeKind, payload: Json, retry?: { num: number; reason: string }): Promise<Delivered> {
    const answer = await this.#sockets.send(type, payload, this.patience, retry);
    return { acked: answer !== null, status: null, body: answer?.payload ?? "" };
  }
}
