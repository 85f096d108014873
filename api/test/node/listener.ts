import type { Hint } from "@docket/core/contract/live";
import { liveProtocol, liveTokenPrefix } from "@docket/core/contract/live";
import { WebSocket } from "ws";
import type { RemoteCaller } from "./people.ts";

/** A subprotocol has no room for all letters of a signed token; those are escaped. */
export const bearerOf = (caller: RemoteCaller): string =>
  encodeURIComponent(caller.headers["authorization"]?.replace("Bearer ", "") ?? "");

/** A socket that remembers its hints; `next` waits for one that fits. */
export class Listener {
  readonly hints: Hint[] = [];
  /** The code with which it was closed, or the status of the answer when there never was a socket. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #arrived: () => void = () => undefined;

  constructor(url: string, token: string, headers: Record<string, string> = {}) {
    const protocols = token === "" ? [liveProtocol] : [liveProtocol, `${liveTokenPrefix}${token}`];
    // workerd keeps the connection for seconds after both sides said goodbye; the types do not know this option yet.
    const options = { headers, closeTimeout: 100 };
    this.#socket = new WebSocket(`${url.replace("http", "ws")}/api/v1/live`, protocols, options);
    this.#socket.on("message", (data: Buffer) => {
      this.hints.push(JSON.parse(data.toString()) as Hint);
      this.#arrived();
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
      this.#socket.on("close", resolve);
      this.#socket.on("error", () => undefined);
    });
  }

  /** The subprotocol that the server chose. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  async next(fits: (hint: Hint) => boolean): Promise<Hint> {
    for (;;) {
      const hint = this.hints.find(fits);
      if (hint) return hint;
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Neither hears nor answers anything any more, and keeps the connection. */
  fallSilent(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.terminate();
  }
}
