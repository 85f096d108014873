import { upgradeWebSocket } from "@hono/node-server";
import type { Hint } from "@docket/core/contract/live";
import { minute } from "@docket/core/time";
import type { Context } from "hono";
import type { WSContext } from "hono/ws";
import type { AppEnv } from "../context.ts";
import type { Audience, Hub } from "./hub.ts";

/** The middleware that upgrades, for the environment of this app. */
type Upgrade = (c: Context<AppEnv>, next: () => Promise<void>) => Promise<Response | undefined>;

/** A socket is closed after this long; its owner connects again and is authenticated again. */
const socketAge = 30 * minute;
const goingAway = 1001;

/** The sockets of one Node process. */
export class MemoryHub implements Hub {
  readonly #sockets = new Map<WSContext, { readonly audiences: readonly Audience[]; readonly timer: NodeJS.Timeout }>();

  publish(audiences: readonly Audience[], hint: Hint): Promise<void> {
    const text = JSON.stringify(hint);
    for (const [socket, { audiences: wanted }] of this.#sockets) {
      if (wanted.some((one) => audiences.includes(one))) socket.send(text);
    }
    return Promise.resolve();
  }

  async connect(c: Context<AppEnv>, audiences: readonly Audience[]): Promise<Response> {
    const upgrade = upgradeWebSocket(() => ({
      onOpen: (_, socket) => this.#open(socket, audiences),
      onMessage: (_, socket) => socket.close(1003, "this socket only speaks"),
      onClose: (_, socket) => this.#forget(socket),
      onError: (_, socket) => this.#forget(socket),
    }));
    return (await (upgrade as unknown as Upgrade)(c, () => Promise.resolve())) ?? new Response(null, { status: 426 });
  }

  /** Closes every socket, so that the server can stop. */
  close(): void {
    for (const socket of this.#sockets.keys()) {
      socket.close(goingAway, "the desk restarts");
      this.#forget(socket);
    }
  }

  #open(socket: WSContext, audiences: readonly Audience[]): void {
    const timer = setTimeout(() => socket.close(goingAway, "connect again"), socketAge);
    timer.unref();
    this.#sockets.set(socket, { audiences, timer });
    socket.send(JSON.stringify({ type: "hello" } satisfies Hint));
  }

  #forget(socket: WSContext): void {
    clearTimeout(this.#sockets.get(socket)?.timer);
    this.#sockets.delete(socket);
  }
}
