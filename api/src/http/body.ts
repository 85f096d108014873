import type { ErrorCode } from "@docket/core/errors";
import { second } from "@docket/core/time";
import type { Actor } from "@docket/core/actor";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";
import { inTime } from "../outbox/in-time.ts";
import { networkOf } from "../platform/caller-address.ts";
import type { Share } from "../platform/room.ts";
import { Room } from "../platform/room.ts";
import type { Clock } from "../services.ts";
import { problem } from "./problem.ts";

/** The largest body that a route takes, and what is said of a larger one. */
export interface BodyLimit {
  readonly bytes: number;
  readonly code: Extract<ErrorCode, "request.too_large" | "attachment.too_large">;
}

const megabyte = 1024 * 1024;
/**
 * Where bodies are held, and how many bytes at a time: of one sender, which is the account as well as the address; of one
 * network; and of all. Each kind of caller has a room of its own, so that what strangers send fills no place of those who
 * are known, nor what clients send one of the staff. What is small, such as a sign-in, has its own beside what is large. So
 * have the chats, which are believed only once the whole of it is there.
 */
const rooms = {
  staff: { sender: 24 * megabyte, network: 28 * megabyte, all: 32 * megabyte },
  key: { sender: 24 * megabyte, network: 28 * megabyte, all: 32 * megabyte },
  client: { sender: 12 * megabyte, network: 16 * megabyte, all: 32 * megabyte },
  visitor: { sender: 12 * megabyte, network: 16 * megabyte, all: 32 * megabyte },
  anonymous: { sender: 4 * megabyte, network: 8 * megabyte, all: 32 * megabyte },
  small: { sender: 1 * megabyte, network: 2 * megabyte, all: 16 * megabyte },
  chats: { sender: 4 * megabyte, network: 8 * megabyte, all: 16 * megabyte },
};
type Kind = keyof typeof rooms;
/** More than any form has. */
const small = 16 * 1024;
/** What a piece of a body takes in memory at least, however few bytes it brings. */
const least = 256;
/** How fast a body has to come: so many bytes in so many milliseconds, again and again, until its end. The slowest phone is faster. */
export const pace = { bytes: 10_000, within: 20 * second };

/** What is held of the body of a request, in which room, and in whose names. */
interface Held extends Share {
  readonly kind: Kind;
}

/** How what comes in is counted. */
export interface Holding {
  /** Throws when it is too much. */
  readonly add: (bytes: number) => void;
  /** Nothing more comes: from now on it is not ended for the sake of others. */
  readonly settle: () => void;
}

/** Counts the bytes of bodies that are in memory, so that nobody fills it. */
export class Bodies {
  readonly #rooms = new Map<Kind, Room>();

  #room(kind: Kind): Room {
    const room = this.#rooms.get(kind) ?? new Room();
    this.#rooms.set(kind, room);
    return room;
  }

  /** Holds so much more of a body. Throws `request.rate_limited` or `server.unavailable` when it is too much. */
  add(held: Held, bytes: number): void {
    const [room, most] = [this.#room(held.kind), rooms[held.kind]];
    const network = held.names.length - 1;
    if (held.names.some((name, i) => room.sizeOf(name) + bytes > (i === network ? most.network : most.sender))) {
      const detail = "Too much is being sent from your network at once. Please wait until it has arrived.";
      throw problem("request.rate_limited", detail, undefined, { retryAfter: 5 });
    }
    const mine = room.sizeOf(held.names.at(-1) ?? "");
    while (room.total + bytes > most.all) {
      const fullest = room.fullest();
      if (fullest === null || room.sizeOf(fullest) <= mine + bytes || !room.endOldest(fullest)) {
        throw problem("server.unavailable", "Please try again in a moment.", undefined, { retryAfter: 5 });
      }
    }
    room.grow(held, bytes);
  }

  /** While it comes in, it may be ended for the sake of others. */
  open(held: Held, end: () => void): void {
    this.#room(held.kind).open(held, end);
  }

  settle(held: Held): void {
    this.#room(held.kind).settle(held);
  }

  remove(held: Held): void {
    this.#room(held.kind).remove(held);
  }
}

const tooLarge = ({ bytes, code }: BodyLimit) => problem(code, `This may have at most ${bytes} bytes.`);

/** How many bytes a request says that its body has; null where it does not say. */
export const declaredLength = (c: Context): number | null => {
  const length = c.req.header("content-length");
  return length === undefined || c.req.header("transfer-encoding") !== undefined ? null : Number(length);
};

const kindOf = (c: Context<AppEnv>, actor: Actor["kind"]): Kind => {
  if (actor !== "anonymous" && actor !== "system") return actor;
  if (c.req.path.startsWith("/hooks/")) return "chats";
  const length = declaredLength(c);
  return length !== null && length <= small ? "small" : "anonymous";
};

const heldOf = (c: Context<AppEnv>): Held => {
  // Where nobody looked who calls there is none.
  const call = c.get("call") as AppEnv["Variables"]["call"] | undefined;
  const kind = kindOf(c, call?.actor.kind ?? "anonymous");
  const ip = c.env.clientIp();
  // Who is nobody in particular has as many sessions and tokens as they like.
  const isSomebody = kind === "staff" || kind === "client" || kind === "key";
  const account = isSomebody ? [`account ${call?.identity?.id ?? call?.caller}`] : [];
  return { kind, names: [...account, `address ${ip}`, `network ${networkOf(ip)}`], size: 0 };
};

/**
 * Says how large bodies may be, and reads none: `readBody` and `bodyStream` do, behind whatever finds out who calls. What
 * is read is counted until the answer is there.
 */
export const bodyLimit = (limitOf: (path: string) => BodyLimit, bodies: Bodies) =>
  createMiddleware<AppEnv>(async (c, next) => {
    // Nothing here is unpacked, so it would be kept or read as what it is not.
    if (!/^(?:identity)?$/i.test(c.req.header("content-encoding") ?? "")) {
      throw problem("request.unsupported_media_type", "Send the body as it is, without a Content-Encoding.");
    }
    const limit = limitOf(c.req.path);
    if ((declaredLength(c) ?? 0) > limit.bytes) throw tooLarge(limit);
    let held: Held | null = null;
    // Who calls is known before anything is read.
    const hold = (end: () => void): Holding => {
      const mine = (held ??= heldOf(c));
      bodies.open(mine, end);
      return { add: (bytes) => bodies.add(mine, bytes), settle: () => bodies.settle(mine) };
    };
    c.set("body", { limit, hold });
    try {
      await next();
    } finally {
      if (held !== null) bodies.remove(held);
    }
  });

/** Whoever sent a body went away in the middle of it: nobody is there for an answer, and nothing is wrong with the desk. */
export class HungUp extends Error {
  override readonly name = "HungUp";
}

const tooSlow = () => problem("request.too_slow", "The rest of the request did not come.");

/** Reads a body piece by piece, until it comes too slowly or `end` is called. */
class Arrival {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #clock: Clock;
  #isEnded = false;
  #fail: (reason: Error) => void = () => undefined;
  /** What is still to come, and in how many milliseconds of waiting for it. */
  #left = pace;

  constructor(c: Context<AppEnv>) {
    this.#reader = (c.req.raw.body ?? new Blob([]).stream()).getReader();
    this.#clock = c.env.clock;
  }

  end(): void {
    this.#isEnded = true;
    this.#fail(tooSlow());
  }

  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    if (this.#isEnded) throw tooSlow();
    const began = this.#clock.now();
    const ended = Promise.withResolvers<never>();
    this.#fail = ended.reject;
    const { done, value } = await inTime(this.#left.within, tooSlow, () =>
      Promise.race([this.#reader.read(), ended.promise]).catch((error: unknown) => {
        throw this.#isEnded ? error : new HungUp("The sender hung up.", { cause: error });
      }),
    );
    if (done) return null;
    const bytes = this.#left.bytes - value.length;
    // The time in which nobody reads is not the sender's.
    const within = Math.max(0, this.#left.within - Math.max(0, this.#clock.now() - began));
    this.#left = bytes <= 0 ? pace : { bytes, within };
    return value;
  }
}

/**
 * The body as it comes in, cut off with a problem where it gets larger than the route takes, or comes too slowly. What is
 * held counts as it arrives: to say how much will come costs nothing. Who cancels what comes in on Node closes the
 * connection, and nobody would get the answer: so what is left is left where it is.
 */
const bodyStream = (c: Context<AppEnv>, isHeld: boolean): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const { limit, hold } = c.get("body");
  const arrival = new Arrival(c);
  const holding = isHeld ? hold(() => arrival.end()) : null;
  let size = 0;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> => {
    const value = await arrival.read();
    if (value === null) {
      holding?.settle();
      controller.close();
      return;
    }
    size += value.length;
    if (size > limit.bytes) throw tooLarge(limit);
    holding?.add(Math.max(value.length, least));
    controller.enqueue(value);
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
};

/** A body that is not held but flows on; `size` is null where nobody says how long it is. */
export interface Incoming {
  readonly stream: ReadableStream<Uint8Array>;
  readonly size: number | null;
}

/** The body as it comes in, at most as large as the route takes. What is kept where its length has to be known may be held to find out. */
export const incomingBody = (c: Context<AppEnv>): Incoming => {
  const size = declaredLength(c);
  return { stream: bodyStream(c, size === null && c.env.blobs.needsLength), size };
};

/** The whole body, once and for all who ask. Throws when it is too large, or too much is held already. */
export const readBody = async (c: Context<AppEnv>): Promise<ArrayBuffer> => {
  if (c.req.bodyCache.arrayBuffer) return c.req.arrayBuffer();
  const body = await c.env.turn.outside(() => new Response(bodyStream(c, true)).arrayBuffer());
  c.req.raw = new Request(c.req.raw, { method: c.req.method, body });
  return c.req.arrayBuffer();
};
