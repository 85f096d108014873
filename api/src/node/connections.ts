import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { minute } from "@docket/core/time";
import { networkOf } from "../platform/caller-address.ts";
import type { Share } from "../platform/room.ts";
import { Room } from "../platform/room.ts";
import type { Services } from "../services.ts";

/**
 * How many connections there are at a time, of one network and of all: far more than an office of hundreds has. On some no
 * head of a request has come yet, on others only a part of the body; who begins nothing ends nobody who sends something.
 */
export const mostConnections = {
  open: { network: 2000, all: 10_000 },
  heads: { network: 250, all: 1000 },
  bodies: { network: 250, all: 1000 },
};
type Kind = keyof typeof mostConnections;

/** An open connection. */
interface Connection {
  /** The request that is under way on it. */
  incoming: IncomingMessage | null;
  readonly shares: Map<Kind, Share>;
}

interface Options extends Pick<Services, "log" | "clock"> {
  /** The address of whoever sends this request, or is about to send one; null where only its head will tell. */
  readonly addressOf: (socket: Socket, incoming: IncomingMessage | null) => string | null;
}

/**
 * The open connections of a server, and what is under way on each. Where there are too many, the one is ended that has sent
 * no whole request for longest, or is idle.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  readonly #rooms: Readonly<Record<Kind, Room>> = { open: new Room(), heads: new Room(), bodies: new Room() };
  readonly #options: Options;
  #said = -minute;

  constructor(server: Server, options: Options) {
    this.#options = options;
    server.on("connection", (socket: Socket) => {
      this.#open.set(socket, { incoming: null, shares: new Map() });
      socket.once("close", () => this.#forget(socket));
      this.#count(socket, null, ["open", "heads"]);
    });
    server.on("request", (incoming, outgoing) => {
      const { socket } = incoming;
      this.#count(socket, incoming, ["open", "bodies"]);
      const free = (): void => {
        if (this.#open.get(socket)?.incoming === incoming) this.#count(socket, null, ["open"]);
      };
      // What was answered before it came is thrown away until its end, and unfinished until then.
      outgoing.once("close", () => (incoming.complete ? free() : incoming.once("end", free)));
    });
    // How many sockets somebody has open is bounded elsewhere.
    server.on("upgrade", ({ socket }) => this.#settle(this.#open.get(socket)));
  }

  #forget(socket: Socket): void {
    const connection = this.#open.get(socket);
    this.#open.delete(socket);
    for (const [kind, share] of connection?.shares ?? []) this.#rooms[kind].remove(share);
  }

  /** Counts a connection as the youngest of these kinds, in the name of whoever uses it now. */
  #count(socket: Socket, incoming: IncomingMessage | null, kinds: readonly Kind[]): void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return;
    for (const [kind, share] of connection.shares) this.#rooms[kind].remove(share);
    connection.incoming = incoming;
    connection.shares.clear();
    const address = this.#options.addressOf(socket, incoming);
    const network = address === null ? "" : networkOf(address);
    for (const kind of kinds) {
      const share: Share = { names: [network], size: 0 };
      connection.shares.set(kind, share);
      this.#rooms[kind].grow(share, 1);
      this.#rooms[kind].open(share, () => socket.destroy());
    }
    for (const kind of kinds) this.#makeRoom(kind, network);
  }

  #makeRoom(kind: Kind, network: string): void {
    const [room, most] = [this.#rooms[kind], mostConnections[kind]];
    const tooFull = (): string | null => {
      if (network !== "" && room.sizeOf(network) > most.network) return network;
      return room.total > most.all ? room.fullest() : null;
    };
    if (tooFull() === null) return;
    for (const connection of this.#open.values()) if (connection.incoming?.complete) this.#settle(connection);
    for (let full = tooFull(); full !== null && room.endOldest(full); full = tooFull()) this.#tell(full);
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
    log.warn("too many connections, the oldest are ended: if they come through a proxy, see CLIENT_IP_HEADER", {
      network,
    });
  }

  /** Closes each connection on which no whole request waits for its answer. */
  closeUnfinished(): void {
    for (const [socket, { incoming }] of this.#open) if (!incoming?.complete) socket.destroy();
  }
}
