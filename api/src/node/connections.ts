import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { minute } from "@docket/core/time";
import type { Logger } from "../platform/logger.ts";
import type { Clock, Services } from "../services.ts";

/** Connections of one address at a time, far more than an office of hundreds has. */
export const mostConnections = 2000;

/** The open connections of a server, and what is under way on each. */
export class Connections {
  readonly #open = new Map<Socket, IncomingMessage | null>();
  readonly #counts = new Map<string, number>();
  readonly #log: Logger;
  readonly #clock: Clock;
  #said = -minute;

  /** `isBounded` is false behind a proxy: all of its connections come from one address. */
  constructor(server: Server, { log, clock }: Pick<Services, "log" | "clock">, isBounded: boolean) {
    this.#log = log;
    this.#clock = clock;
    server.on("connection", (socket: Socket) => {
      const address = socket.remoteAddress ?? "";
      const count = (this.#counts.get(address) ?? 0) + 1;
      if (isBounded && count > mostConnections) {
        this.#tell();
        socket.destroy();
        return;
      }
      this.#counts.set(address, count);
      this.#open.set(socket, null);
      socket.once("close", () => this.#forget(socket, address));
    });
    server.on("request", (incoming, outgoing) => {
      const { socket } = incoming;
      this.#open.set(socket, incoming);
      outgoing.once("close", () => {
        if (this.#open.has(socket)) this.#open.set(socket, null);
      });
    });
  }

  #forget(socket: Socket, address: string): void {
    this.#open.delete(socket);
    const left = (this.#counts.get(address) ?? 1) - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }

  #tell(): void {
    const now = this.#clock.now();
    if (this.#said + minute > now) return;
    this.#said = now;
    this.#log.warn("one address has too many connections: if it is a proxy, set CLIENT_IP_HEADER", { mostConnections });
  }

  /** Closes each connection on which no whole request waits for its answer. */
  closeUnfinished(): void {
    for (const [socket, incoming] of this.#open) if (!incoming?.complete) socket.destroy();
  }
}
