import type { Hint } from "@docket/core/contract/live";
import { liveProtocol, sessionEnded } from "@docket/core/contract/live";
import { minute } from "@docket/core/time";
import type { Audience, Hub } from "./hub.ts";
import { mostSockets, sessionIdOf, socketOwners } from "./hub.ts";

const goingAway = 1001;
const tryAgainLater = 1013;

/** Codes that tell how a socket ended, and are never sent (RFC 6455, 7.4.1). */
const neverSent = [1005, 1006, 1015];

/** A socket that stays open while its object sleeps; what is attached to it stays too. */
export interface HibernatingSocket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  serializeAttachment(value: unknown): void;
  deserializeAttachment(): unknown;
}

/** What the hub uses of the state of a Durable Object. */
export interface HubState {
  acceptWebSocket(socket: HibernatingSocket, tags: readonly string[]): void;
  getWebSockets(tag?: string): readonly HibernatingSocket[];
  getTags(socket: HibernatingSocket): readonly string[];
  readonly storage: { getAlarm(): Promise<number | null>; setAlarm(at: number): Promise<void> };
}

/** What the Worker uses of the namespace of Durable Objects. */
export interface HubNamespace {
  getByName(name: string): { fetch(url: URL, init?: RequestInit): Promise<Response> };
}

/** An upgrade and its answer carry a socket, which the types of the web do not know. */
interface Upgraded {
  readonly webSocket?: unknown;
}
declare const WebSocketPair: new () => { readonly 0: unknown; readonly 1: HibernatingSocket };

const switching = (webSocket: unknown, headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 101, webSocket, headers } as ResponseInit & Upgraded);

/** What the Worker asks for, beside new sockets. */
type Order =
  | { readonly type: "publish"; readonly audiences: readonly Audience[]; readonly hint: Hint }
  | { readonly type: "disconnect"; readonly audiences: readonly Audience[] }
  | { readonly type: "sessions" };

const closesAt = (socket: HibernatingSocket): number => Number(socket.deserializeAttachment());

/**
 * The sockets of a desk, in one Durable Object that sleeps whenever nothing is said; the audiences of a socket are its
 * tags. Only the Worker can reach it, and has authenticated whoever it brings.
 */
export class DurableHub {
  readonly #state: HubState;
  /** A socket is closed after this long; its owner connects again and is authenticated again. */
  protected readonly socketAge: number = 30 * minute;

  constructor(state: HubState) {
    this.#state = state;
  }

  async fetch(request: Request): Promise<Response> {
    if (request.method !== "POST") return this.#connect(new URL(request.url).searchParams);
    const order = (await request.json()) as Order;
    if (order.type === "sessions") return Response.json(this.#sessions());
    if (order.type === "publish") this.#publish(order.audiences, order.hint);
    else this.#disconnect(order.audiences);
    return new Response(null, { status: 204 });
  }

  webSocketMessage(socket: HibernatingSocket): void {
    socket.close(1003, "this socket only speaks");
  }

  /** Answers a goodbye: the platform does not, for sockets that stay open while their object sleeps. */
  webSocketClose(socket: HibernatingSocket, code: number): void {
    if (neverSent.includes(code)) socket.close();
    else socket.close(code);
  }

  /** Closes sockets that are too old. */
  async alarm(): Promise<void> {
    const now = Date.now();
    const sockets = this.#state.getWebSockets();
    for (const socket of sockets) if (closesAt(socket) <= now) socket.close(goingAway, "connect again");
    const next = sockets.map(closesAt).filter((at) => at > now);
    // Those that are nearly due wait for the next ones, so that the object wakes at most once in a minute.
    if (next.length > 0) await this.#state.storage.setAlarm(Math.max(Math.min(...next), now + minute));
  }

  #listening(audiences: readonly Audience[]): ReadonlySet<HibernatingSocket> {
    return new Set(audiences.flatMap((audience) => this.#state.getWebSockets(audience)));
  }

  #publish(audiences: readonly Audience[], hint: Hint): void {
    const text = JSON.stringify(hint);
    for (const socket of this.#listening(audiences)) {
      try {
        socket.send(text);
      } catch {
        // It is closing; whoever it was asks again once they are back.
      }
    }
  }

  #disconnect(audiences: readonly Audience[]): void {
    for (const socket of this.#listening(audiences)) socket.close(sessionEnded, "the session has ended");
  }

  #sessions(): readonly string[] {
    const tags = this.#state.getWebSockets().flatMap((socket) => this.#state.getTags(socket));
    return [...new Set(tags.flatMap(sessionIdOf))];
  }

  async #connect(asked: URLSearchParams): Promise<Response> {
    const { storage } = this.#state;
    const { 0: theirs, 1: ours } = new WebSocketPair();
    const owners = asked.getAll("owner");
    const tagOf = (owner: string): string => `owner:${owner}`;
    const isOneTooMany = owners.some((owner) => this.#state.getWebSockets(tagOf(owner)).length >= mostSockets(owner));
    const end = Date.now() + this.socketAge;
    this.#state.acceptWebSocket(ours, [...asked.getAll("audience"), ...owners.map(tagOf)]);
    ours.serializeAttachment(end);
    if (isOneTooMany) {
      ours.close(tryAgainLater, "too many sockets");
    } else {
      if ((await storage.getAlarm()) === null) await storage.setAlarm(end);
      ours.send(JSON.stringify({ type: "hello" } satisfies Hint));
    }
    return switching(theirs);
  }
}

/** The hub as the Worker reaches it. */
export const createDurableHub = (namespace: HubNamespace): Hub => {
  const hub = namespace.getByName("desk");
  const order = async (what: Order): Promise<Response> => {
    const answer = await hub.fetch(new URL("https://hub"), { method: "POST", body: JSON.stringify(what) });
    if (!answer.ok) throw new Error(`The hub did not take a message (status ${answer.status}).`);
    return answer;
  };
  return {
    publish: async (audiences, hint) => void (await order({ type: "publish", audiences, hint })),
    disconnect: async (audiences) => void (await order({ type: "disconnect", audiences })),
    sessions: async () => (await order({ type: "sessions" })).json() as Promise<readonly string[]>,

    async connect(c, audiences) {
      const asked = [
        ...audiences.map((audience) => ["audience", audience]),
        ...socketOwners(c).map((owner) => ["owner", owner]),
      ];
      const url = new URL(`https://hub?${new URLSearchParams(asked).toString()}`);
      const { webSocket } = (await hub.fetch(url, { headers: { upgrade: "websocket" } })) as Response & Upgraded;
      const offered = (c.req.header("sec-websocket-protocol") ?? "").split(",").map((one) => one.trim());
      return switching(webSocket, offered.includes(liveProtocol) ? { "sec-websocket-protocol": liveProtocol } : {});
    },
  };
};
