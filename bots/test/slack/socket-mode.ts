import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import type { Json } from "./state.ts";
import { isJson, text } from "./state.ts";

/** What a listener of the app answered to an envelope; null when nothing came in time. */
export type EnvelopeAnswer = { readonly payload: unknown } | null;

export type EnvelopeKind = "events_api" | "interactive" | "slash_commands";

/** The WebSocket side of Slack: the app connects with a ticket, gets envelopes and acknowledges them. */
export class SocketMode {
  readonly #appId: string;
  readonly #address: () => string;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #sockets: WebSocket[] = [];
  readonly #waiting = new Map<string, (answer: EnvelopeAnswer) => void>();
  #next = 0;
  #isUsed = false;
  #greeted = 0;

  constructor(appId: string, address: () => string) {
    this.#appId = appId;
    this.#address = address;
  }

  attach(server: Server): void {
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const ticket = new URL(request.url ?? "/", "http://slack.test").searchParams.get("ticket") ?? "";
      if (!this.#tickets.delete(ticket)) return void socket.destroy();
      this.#server.handleUpgrade(request, socket, head, (ws) => this.#greet(ws));
    });
  }

  /** The address for one connection. */
  ticket(): string {
    const ticket = crypto.randomUUID();
    this.#tickets.add(ticket);
    return `${this.#address().replace(/^http/, "ws")}/link/?ticket=${ticket}`;
  }

  /** How many connections there are. */
  get connections(): number {
    return this.#sockets.length;
  }

  /** How many connections there ever were. */
  get greeted(): number {
    return this.#greeted;
  }

  /** Whether the app has ever connected: then it is told of things also while it is away, and misses them. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  #greet(ws: WebSocket): void {
    this.#sockets.push(ws);
    this.#isUsed = true;
    this.#greeted += 1;
    ws.on("close", () => this.#sockets.splice(this.#sockets.indexOf(ws), 1));
    ws.on("message", (data: Buffer) => this.#answered(data.toString("utf8")));
    const greeting = { type: "hello", num_connections: this.#sockets.length, connection_info: { app_id: this.#appId } };
    ws.send(JSON.stringify(greeting));
  }

  #answered(data: string): void {
    const message: unknown = JSON.parse(data);
    if (!isJson(message)) return;
    const id = text(message["envelope_id"]);
    this.#waiting.get(id)?.({ payload: message["payload"] });
    this.#waiting.delete(id);
  }

  /** Sends an envelope to one of the connections, and waits so long for its acknowledgement. */
  async send(
    type: EnvelopeKind,
    payload: Json,
    patience: number,
    retry?: { num: number; reason: string },
  ): Promise<EnvelopeAnswer> {
    const socket = this.#sockets[this.#next++ % Math.max(1, this.#sockets.length)];
    if (!socket) return null;
    const id = crypto.randomUUID();
    const answer = Promise.withResolvers<EnvelopeAnswer>();
    this.#waiting.set(id, answer.resolve);
    const timer = setTimeout(() => answer.resolve(null), patience);
    const again = retry ? { retry_attempt: retry.num, retry_reason: retry.reason } : {};
    const envelope = { envelope_id: id, type, payload, accepts_response_payload: type !== "events_api", ...again };
    socket.send(JSON.stringify(envelope));
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Asks every connection to come back elsewhere, as Slack does every few hours. */
  refresh(): void {
    for (const ws of this.#sockets) ws.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const ws of this.#sockets) ws.terminate();
  }

  stop(): void {
    this.cut();
    this.#server.close();
  }
}
