import { upgradeWebSocket } from "@hono/node-server";
import type { Hint } from "@docket/core/contract/live";
import { liveProtocol, sessionEnded } from "@docket/core/contract/live";
import { minute, second } from "@docket/core/time";
import type { Context } from "hono";
import type { WSContext } from "hono/ws";
import { WebSocketServer } from "ws";
import type { AppEnv } from "../context.ts";
import { upgradeRequired } from "../http/problem.ts";
import type { Audience, Hub } from "./hub.ts";
import { mostSockets, sessionIdOf, socketOwners } from "./hub.ts";

/** The middleware that upgrades, for the environment of this app. */
type Upgrade = (c: Context<AppEnv>, next: () => Promise<void>) => Promise<Response | undefined>;

/** A socket is closed after this long; its owner connects again and is authenticated again. */
const socketAge = 30 * minute;
const goingAway = 1001;
const tryAgainLater = 1013;
/** Whoever does not answer a goodbye in this time is gone; until then the server cannot stop. */
const goodbyeTime = second;

interface Listener {
  readonly audiences: readonly Audience[];
  readonly owners: readonly string[];
  readonly timer: NodeJS.Timeout;
}

/** What takes over the connections that become sockets. */
export const createSocketServer = (): WebSocketServer => {
  const options = {
    noServer: true,
    maxPayload: 1024,
    // The types do not know this option yet.
    closeTimeout: goodbyeTime,
    // Never the one that carries a token.
    handleProtocols: (offered: ReadonlySet<string>) => offered.has(liveProtocol) && liveProtocol,
  };
  return new WebSocketServer(options);
};

/** The sockets of one Node process. */
export class MemoryHub implements Hub {
  readonly #sockets = new Map<WSContext, Listener>();
  readonly #ready: () => Promise<void>;

  /** `ready` resolves when a socket that just opened will miss nothing; only then it is greeted. */
  constructor(ready: () => Promise<void> = () => Promise.resolve()) {
    this.#ready = ready;
  }

  get isEmpty(): boolean {
    return this.#sockets.size === 0;
  }

  publish(audiences: readonly Audience[], hint: Hint): Promise<void> {
    const text = JSON.stringify(hint);
    for (const [socket, { audiences: wanted }] of this.#sockets) {
      if (wanted.some((one) => audiences.includes(one))) socket.send(text);
    }
    return Promise.resolve();
  }

  disconnect(audiences: readonly Audience[]): Promise<void> {
    for (const [socket, { audiences: wanted }] of this.#sockets) {
      if (wanted.some((one) => audiences.includes(one))) this.#end(socket, "the session has ended", sessionEnded);
    }
    return Promise.resolve();
  }

  sessions(): Promise<readonly string[]> {
    const all = [...this.#sockets.values()].flatMap(({ audiences }) => audiences.flatMap(sessionIdOf));
    return Promise.resolve([...new Set(all)]);
  }

  async connect(c: Context<AppEnv>, audiences: readonly Audience[]): Promise<Response> {
    const owners = socketOwners(c);
    const upgrade = upgradeWebSocket(() => ({
      onOpen: (_, socket) => void this.#open(socket, audiences, owners),
      onMessage: (_, socket) => socket.close(1003, "this socket only speaks"),
      onClose: (_, socket) => this.#forget(socket),
      onError: (_, socket) => this.#forget(socket),
    }));
    const answer = await (upgrade as unknown as Upgrade)(c, () => Promise.resolve());
    // The adapter finds nothing to upgrade when the connection does not ask for it.
    if (!answer?.ok) throw upgradeRequired();
    return answer;
  }

  /** Closes every socket, so that the server can stop. */
  close(): void {
    for (const socket of this.#sockets.keys()) this.#end(socket, "the desk restarts");
  }

  async #open(socket: WSContext, audiences: readonly Audience[], owners: readonly string[]): Promise<void> {
    if (owners.some((owner) => this.#countOf(owner) >= mostSockets(owner))) {
      socket.close(tryAgainLater, "too many sockets");
      return;
    }
    const timer = setTimeout(() => this.#end(socket, "connect again"), socketAge);
    timer.unref();
    this.#sockets.set(socket, { audiences, owners, timer });
    try {
      await this.#ready();
    } catch {
      this.#end(socket, "no live updates at this moment", tryAgainLater);
    }
    if (this.#sockets.has(socket)) socket.send(JSON.stringify({ type: "hello" } satisfies Hint));
  }

  #countOf(owner: string): number {
    let count = 0;
    for (const { owners } of this.#sockets.values()) if (owners.includes(owner)) count++;
    return count;
  }

  #end(socket: WSContext, why: string, code = goingAway): void {
    socket.close(code, why);
    this.#forget(socket);
  }

  #forget(socket: WSContext): void {
    clearTimeout(this.#sockets.get(socket)?.timer);
    this.#sockets.delete(socket);
  }
}
