import type { Hint } from "@docket/core/contract/live";
import { liveProtocol, liveTokenPrefix, sessionEnded } from "@docket/core/contract/live";
import { signal } from "@lit-labs/signals";
import { restDelay, retryDelay } from "./retry-delay.ts";

export interface LiveOptions {
  /** The address of the socket, such as `wss://desk.example.com/api/v1/live`. */
  readonly url: string;
  /** The bearer token at this moment; without one the browser's cookie counts. */
  readonly token?: () => string | null;
  readonly socket?: typeof WebSocket;
  /** After how many milliseconds without a connection it counts as lost. */
  readonly patience?: number;
}

/**
 * What readers hear: a hint of the server, that hints may have been missed and everything is to be read again, or that the
 * session may be over, for the server ended the socket with it or let in none.
 */
export type LiveEvent = Hint | { readonly type: "reconnected" } | { readonly type: "in_doubt" };
export type LiveListener = (event: LiveEvent) => void;

/** The address of the live socket of the desk at this base URL; empty for the page's own. */
export const liveUrl = (baseUrl: string): string => {
  const url = new URL(`${baseUrl}/api/v1/live`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
};

/** One socket to the desk that comes back by itself. It carries hints only; readers fetch through the API. */
export class Live {
  /** Whether there has been no connection for a while: what was read before may be old. */
  readonly lost = signal(false);
  readonly #options: LiveOptions;
  readonly #listeners = new Set<LiveListener>();
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #resting = false;
  #failures = 0;
  #greetedBefore = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Calls the listener with every hint until the returned function is called. */
  subscribe(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    addEventListener("online", this.#retryNow);
    document.addEventListener("visibilitychange", this.#retryNow);
    this.#missed();
    this.#connect();
  }

  /**
   * Nobody is let in for now: the next try is a minute away, or at `wake`. Whenever one succeeds, what was missed is read
   * again.
   */
  rest(): void {
    if (!this.#running) return;
    this.#resting = true;
    this.#greetedBefore = true;
    this.#found();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), restDelay());
    this.#hangUp();
  }

  /** There is a sign that people are let in again: tries at once. */
  wake(): void {
    if (!this.#resting) return;
    this.#resting = false;
    this.#retryNow();
  }

  stop(): void {
    this.#running = false;
    this.#resting = false;
    this.#failures = 0;
    this.#greetedBefore = false;
    removeEventListener("online", this.#retryNow);
    document.removeEventListener("visibilitychange", this.#retryNow);
    clearTimeout(this.#timer);
    this.#found();
    this.#hangUp();
  }

  #hangUp(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  readonly #retryNow = (): void => {
    if (!this.#running || this.#resting || this.#socket !== null || document.visibilityState === "hidden") return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  #connect(): void {
    const Socket = this.#options.socket ?? WebSocket;
    const token = this.#options.token?.();
    const protocols = token ? [liveProtocol, liveTokenPrefix + token] : [liveProtocol];
    const socket = new Socket(this.#options.url, protocols);
    let isRefused = true;
    this.#socket = socket;
    socket.addEventListener("open", () => {
      isRefused = false;
      this.#opened(socket);
    });
    socket.addEventListener("message", ({ data }: MessageEvent) => this.#heard(socket, data));
    // Why a socket was refused a browser does not say.
    socket.addEventListener("close", ({ code }) => this.#closed(socket, isRefused || code === sessionEnded));
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#failures = 0;
    this.#found();
    if (this.#greetedBefore) this.#tell({ type: "reconnected" });
    this.#greetedBefore = true;
  }

  #heard(socket: WebSocket, data: unknown): void {
    if (socket === this.#socket && typeof data === "string") this.#tell(JSON.parse(data) as Hint);
  }

  #closed(socket: WebSocket, isInDoubt: boolean): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#missed();
    this.#timer = setTimeout(this.#retryNow, retryDelay(this.#failures++));
    if (isInDoubt) this.#tell({ type: "in_doubt" });
  }

  #missed(): void {
    this.#patience ??= setTimeout(() => this.lost.set(true), this.#options.patience ?? 5000);
  }

  #found(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.lost.set(false);
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
