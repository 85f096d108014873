import type { ErrorCode } from "@docket/core/errors";
import { second } from "@docket/core/time";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";
import { inTime } from "../outbox/in-time.ts";
import { problem } from "./problem.ts";

/** The largest body that a route takes, and what is said of a larger one. */
export interface BodyLimit {
  readonly bytes: number;
  readonly code: Extract<ErrorCode, "request.too_large" | "attachment.too_large">;
}

const megabyte = 1024 * 1024;
const roomy = { sender: 24 * megabyte, all: 64 * megabyte };
/**
 * Where bodies are held, and how many bytes at a time: of one sender, and of all. What strangers send fills no place of those
 * who are known, and what is small, such as a sign-in, has its own beside what is large. So have the chats, which are
 * believed only once the whole of it is there: nobody at an address or two keeps them out.
 */
const pots = { known: roomy, small: roomy, strangers: roomy, chats: { sender: 4 * megabyte, all: 64 * megabyte } };
type Pot = keyof typeof pots;
/** More than any form has. */
const small = 16 * 1024;
/** What a piece of a body takes in memory at least, however few bytes it brings. */
const least = 256;
/** How long a sender may be silent in the middle of a body, in milliseconds. */
export const silence = 15 * second;

/** Counts the bytes of bodies that are in memory, so that nobody fills it. */
export class Held {
  readonly #of = new Map<string, number>();

  #count(name: string, bytes: number): void {
    const now = (this.#of.get(name) ?? 0) + bytes;
    if (now > 0) this.#of.set(name, now);
    else this.#of.delete(name);
  }

  /** Holds so much more of a sender. Throws `request.rate_limited` or `server.unavailable` when it is too much. */
  add(pot: Pot, sender: string, bytes: number): void {
    const free = (name: string, room: number): boolean => (this.#of.get(name) ?? 0) + bytes <= room;
    const most = pots[pot];
    if (!free(`${pot} ${sender}`, most.sender)) {
      const detail = "Too much is being sent from your network at once. Please wait until it has arrived.";
      throw problem("request.rate_limited", detail, undefined, { retryAfter: 5 });
    }
    if (!free(pot, most.all)) {
      throw problem("server.unavailable", "Please try again in a moment.", undefined, { retryAfter: 5 });
    }
    this.#count(`${pot} ${sender}`, bytes);
    this.#count(pot, bytes);
  }

  remove(pot: Pot, sender: string, bytes: number): void {
    this.#count(`${pot} ${sender}`, -bytes);
    this.#count(pot, -bytes);
  }
}

const tooLarge = ({ bytes, code }: BodyLimit) => problem(code, `This may have at most ${bytes} bytes.`);

const declaredLength = (c: Context): number | null => {
  const length = c.req.header("content-length");
  return length === undefined || c.req.header("transfer-encoding") !== undefined ? null : Number(length);
};

/** Where the body of a request is held, and in whose name. */
type Place = readonly [Pot, sender: string];

const placeOf = (c: Context<AppEnv>): Place => {
  // Where nobody looked who calls there is none.
  const known = (c.get("call") as AppEnv["Variables"]["call"] | undefined)?.identity;
  if (known) return ["known", known.id];
  const length = declaredLength(c);
  const large = c.req.path.startsWith("/hooks/") ? "chats" : "strangers";
  return [length !== null && length <= small ? "small" : large, c.env.clientIp()];
};

/**
 * Says how large bodies may be, and reads none: `readBody` and `bodyStream` do, behind whatever finds out who calls. What
 * is read is counted until the answer is there.
 */
export const bodyLimit = (limitOf: (path: string) => BodyLimit, held: Held) =>
  createMiddleware<AppEnv>(async (c, next) => {
    // Nothing here is unpacked, so it would be kept or read as what it is not.
    if (!/^(?:identity)?$/i.test(c.req.header("content-encoding") ?? "")) {
      throw problem("request.unsupported_media_type", "Send the body as it is, without a Content-Encoding.");
    }
    const limit = limitOf(c.req.path);
    if ((declaredLength(c) ?? 0) > limit.bytes) throw tooLarge(limit);
    const share: { place: Place | null; bytes: number } = { place: null, bytes: 0 };
    const hold = (bytes: number): void => {
      // Who calls is known before anything is read.
      share.place ??= placeOf(c);
      held.add(...share.place, bytes);
      share.bytes += bytes;
    };
    c.set("body", { limit, hold });
    try {
      await next();
    } finally {
      if (share.place !== null) held.remove(...share.place, share.bytes);
    }
  });

/** Whoever sent a body went away in the middle of it: nobody is there for an answer, and nothing is wrong with the desk. */
export class HungUp extends Error {
  override readonly name = "HungUp";
}

const tooSlow = () => problem("request.too_slow", "The rest of the request did not come.");

/**
 * The body as it comes in, cut off with a problem where it gets larger than the route takes, or its sender falls silent.
 * What is held counts as it arrives: to say how much will come costs nothing. Who cancels what comes in on Node closes the
 * connection, and nobody would get the answer: so what is left is left where it is.
 */
const bodyStream = (c: Context<AppEnv>, isHeld: boolean): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const { limit, hold } = c.get("body");
  const reader = (c.req.raw.body ?? new Blob([]).stream()).getReader();
  const read = () =>
    reader.read().catch((error: unknown) => {
      throw new HungUp("The sender hung up.", { cause: error });
    });
  let size = 0;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> => {
    const { done, value } = await inTime(silence, tooSlow, read);
    if (done) {
      controller.close();
      return;
    }
    size += value.length;
    if (size > limit.bytes) throw tooLarge(limit);
    if (isHeld) hold(Math.max(value.length, least));
    controller.enqueue(value);
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
};

/** A body that is not held but flows on; `size` is null where nobody says how long it is. */
export interface Incoming {
  readonly stream: ReadableStream<Uint8Array>;
  readonly size: number | null;
}

/** The body as it comes in, at most as large as the route takes. Where nobody says how long it is, it may have to be held to find out. */
export const incomingBody = (c: Context<AppEnv>): Incoming => {
  const size = declaredLength(c);
  return { stream: bodyStream(c, size === null), size };
};

/** The whole body, once and for all who ask. Throws when it is too large, or too much is held already. */
export const readBody = async (c: Context<AppEnv>): Promise<ArrayBuffer> => {
  if (c.req.bodyCache.arrayBuffer) return c.req.arrayBuffer();
  const body = await new Response(bodyStream(c, true)).arrayBuffer();
  c.req.raw = new Request(c.req.raw, { method: c.req.method, body });
  return c.req.arrayBuffer();
};
