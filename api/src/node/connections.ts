import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { minute } from "@docket/core/time";
import { networkOf } from "../platform/caller-address.ts";
import type { Share } from "../platform/room.ts";
import { Room } from "../platform/room.ts";
import type { Services } from "../services.ts";
import { problem } from "../http/problem.ts";
import type { Caller } from "./callers.ts";

/**
 * How many connections there are at a time, of one network or account and of all: far more than an office of hundreds has. On
 * some no head of a request has come yet. On others the body is on its way, of strangers or of an account, or what is left of
 * one that was answered. Who begins nothing ends nobody who sends something.
 */
export const mostConnections = {
  open: { each: 2000, all: 10_000 },
  heads: { each: 250, all: 1000 },
  strangers: { each: 250, all: 1000 },
  known: { each: 50, all: 1000 },
  unread: { each: 250, all: 1000 },
};
type Kind = keyof typeof mostConnections;

/** An open connection. */
interface Connection {
  /** The request that is under way on it. */
  incoming: IncomingMessage | null;
  readonly shares: Map<Kind, Share>;
}

interface Options extends Pick<Services, "log" | "clock"> {
  /** The address of whoever is about to send a request; null where only its head will tell. */
  readonly addressOf: (socket: Socket) => string | null;
  /** Who sends this request. */
  readonly callerOf: (incoming: IncomingMessage) => Caller;
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/**
 * The open connections of a server, and what is under way on each. Where there are too many, the one is ended that is idle
 * for longest. A body on its way stays while it keeps its pace: where its network or account has too many, the next one is
 * refused, and only where there are too many of all is the oldest ended of whoever has most.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  readonly #rooms: Readonly<Record<Kind, Room>> = {
    open: new Room(),
    heads: new Room(),
    strangers: new Room(),
    known: new Room(),
    unread: new Room(),
  };
  readonly #refused = new WeakSet<IncomingMessage>();
  readonly #options: Options;
  #said = -minute;

  /** Is to hear of a request before anybody who answers it. */
  constructor(server: Server, options: Options) {
    this.#options = options;
    server.on("connection", (socket: Socket) => {
      this.#open.set(socket, { incoming: null, shares: new Map() });
      socket.once("close", () => this.#forget(socket));
      const address = options.addressOf(socket);
      this.#count(socket, null, { open: address, heads: address });
    });
    server.on("request", (incoming, outgoing) => {
      const { socket } = incoming;
      const { lane, name, address } = options.callerOf(incoming);
      this.#count(socket, incoming, { open: address, ...(hasBody(incoming) ? { [lane]: name } : {}) });
      const isLatest = (): boolean => this.#open.get(socket)?.incoming === incoming;
      const free = (): void => {
        if (isLatest()) this.#count(socket, null, { open: address });
      };
      outgoing.once("close", () => {
        if (incoming.complete) return free();
        // What was answered before it came is thrown away until its end, and unfinished until then.
        if (isLatest()) this.#count(socket, incoming, { open: address, unread: address });
        incoming.once("end", free);
      });
    });
    // How many sockets somebody has open is bounded elsewhere.
    server.on("upgrade", ({ socket }) => this.#settle(this.#open.get(socket)));
  }

  /** Throws where there is no room for the body of this request. One that is there by now, all of it, needs none. */
  async checkRoom(incoming: IncomingMessage): Promise<void> {
    if (!this.#refused.has(incoming)) return;
    await setImmediate();
    if (incoming.complete) return;
    const detail = "Too much is on its way from your network at once. Please try again when it has arrived.";
    throw problem("request.rate_limited", detail, undefined, { retryAfter: 5 });
  }

  #forget(socket: Socket): void {
    const connection = this.#open.get(socket);
    this.#open.delete(socket);
    for (const [kind, share] of connection?.shares ?? []) this.#rooms[kind].remove(share);
  }

  /** Counts a connection as the youngest of these kinds, in the name of whoever uses it now. */
  #count(
    socket: Socket,
    incoming: IncomingMessage | null,
    names: Readonly<Partial<Record<Kind, string | null>>>,
  ): void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return;
    for (const [kind, share] of connection.shares) this.#rooms[kind].remove(share);
    connection.incoming = incoming;
    connection.shares.clear();
    for (const [kind, name] of Object.entries(names) as [Kind, string | null][]) {
      const share: Share = { names: [name === null ? "" : kind === "known" ? name : networkOf(name)], size: 0 };
      connection.shares.set(kind, share);
      this.#rooms[kind].grow(share, 1);
      // Whose request is under way is bounded by that, and not ended by who only keeps connections open.
      if (kind !== "open" || incoming === null || "unread" in names)
        this.#rooms[kind].open(share, () => socket.destroy());
    }
    for (const [kind, share] of connection.shares) this.#makeRoom(kind, share, incoming);
  }

  #makeRoom(kind: Kind, share: Share, incoming: IncomingMessage | null): void {
    const [room, most, name] = [this.#rooms[kind], mostConnections[kind], share.names[0]];
    const tooFull = (): string | null => {
      if (name !== "" && room.sizeOf(name) > most.each) return name;
      return room.total > most.all ? room.fullest() : null;
    };
    if (tooFull() === null) return;
    for (const connection of this.#open.values()) if (connection.incoming?.complete) this.#settle(connection);
    const isBody = kind === "strangers" || kind === "known";
    for (let full = tooFull(); full !== null; full = tooFull()) {
      this.#tell(full);
      if (isBody && incoming !== null && full === name) {
        room.remove(share);
        this.#refused.add(incoming);
      } else if (!room.endOldest(full)) return;
    }
  }

  /** A whole request came: its connection is not ended for the sake of others. */
  #settle(connection: Connection | undefined): void {
    for (const [kind, share] of connection?.shares ?? []) {
      if (kind === "open") {
        this.#rooms.open.settle(share);
      } else {
        this.#rooms[kind].remove(share);
        connection?.shares.delete(kind);
      }
    }
  }

  #tell(network: string): void {
    const { log, clock } = this.#options;
    const now = clock.now();
    if (this.#said + minute > now) return;
    this.#said = now;
    log.warn("too many connections, so some are ended or refused: if they come through a proxy, see CLIENT_IP_HEADER", {
      network,
    });
  }

  /** Closes each connection on which no whole request waits for its answer. */
  closeUnfinished(): void {
    for (const [socket, { incoming }] of this.#open) if (!incoming?.complete) socket.destroy();
  }
}
