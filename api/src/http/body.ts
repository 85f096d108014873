import type { ErrorCode } from "@docket/core/errors";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";
import { problem } from "./problem.ts";

/** The largest body that a route takes, and what is said of a larger one. */
export interface BodyLimit {
  readonly bytes: number;
  readonly code: Extract<ErrorCode, "request.too_large" | "attachment.too_large">;
}

const megabyte = 1024 * 1024;
/** How many bytes of bodies are held at a time: of the requests of one address, and of all. */
const mostHeld = { address: 24 * megabyte, all: 128 * megabyte };

/** Counts what bodies are held in memory, so that nobody fills it. */
export class Held {
  readonly #of = new Map<string, number>();
  #all = 0;

  /** Holds so much more for an address. Throws `request.rate_limited` or `server.unavailable` when it is too much. */
  add(address: string, bytes: number): void {
    const own = (this.#of.get(address) ?? 0) + bytes;
    if (own > mostHeld.address) {
      const detail = "Too much is being sent from your network at once. Please wait until it has arrived.";
      throw problem("request.rate_limited", detail, undefined, { retryAfter: 5 });
    }
    if (this.#all + bytes > mostHeld.all) {
      throw problem("server.unavailable", "Please try again in a moment.", undefined, { retryAfter: 5 });
    }
    this.#of.set(address, own);
    this.#all += bytes;
  }

  remove(address: string, bytes: number): void {
    const left = (this.#of.get(address) ?? 0) - bytes;
    if (left > 0) this.#of.set(address, left);
    else this.#of.delete(address);
    this.#all -= bytes;
  }
}

const tooLarge = ({ bytes, code }: BodyLimit) => problem(code, `This may have at most ${bytes} bytes.`);

const declaredLength = (c: Context): number | null => {
  const length = c.req.header("content-length");
  return length === undefined || c.req.header("transfer-encoding") !== undefined ? null : Number(length);
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
    const address = c.env.clientIp();
    let taken = 0;
    const hold = (bytes: number): void => {
      held.add(address, bytes);
      taken += bytes;
    };
    c.set("body", { limit, hold });
    try {
      await next();
    } finally {
      if (taken > 0) held.remove(address, taken);
    }
  });

/** The body as it comes in, cut off with a problem where it gets larger than the route takes. */
const bodyStream = (c: Context<AppEnv>): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const { limit, hold } = c.get("body");
  // Where nobody says how long it is, it may have to be held to find out.
  const isHeld = declaredLength(c) === null;
  let size = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      size += chunk.length;
      if (size > limit.bytes) throw tooLarge(limit);
      if (isHeld) hold(chunk.length);
      controller.enqueue(chunk);
    },
  });
  // Who cancels what comes in on Node closes the connection, and nobody would get the answer.
  return (c.req.raw.body ?? new Blob([]).stream()).pipeThrough(counted, { preventCancel: true });
};

/** A body that is not held but flows on; `size` is null where nobody says how long it is. */
export interface Incoming {
  readonly stream: ReadableStream<Uint8Array>;
  readonly size: number | null;
}

/** The body as it comes in, at most as large as the route takes. */
export const incomingBody = (c: Context<AppEnv>): Incoming => ({ stream: bodyStream(c), size: declaredLength(c) });

/** The whole body, once and for all who ask. Throws when it is too large, or too much is held already. */
export const readBody = async (c: Context<AppEnv>): Promise<ArrayBuffer> => {
  if (c.req.bodyCache.arrayBuffer) return c.req.arrayBuffer();
  const declared = declaredLength(c);
  if (declared !== null) c.get("body").hold(declared);
  else
    c.req.raw = new Request(c.req.raw, { method: c.req.method, body: await new Response(bodyStream(c)).arrayBuffer() });
  return c.req.arrayBuffer();
};
