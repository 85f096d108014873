import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context, MiddlewareHandler } from "hono";
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from "hono/compress";
import type { AppEnv } from "../context.ts";

const pack = promisify(gzip);

/** More than some builds have files; what comes on top is packed each time. */
const mostKept = 500;
/** What is smaller is sent as it is. */
const least = 1024;

/** What names the bytes of an answer that is the same for everybody: its tag, or a name with a hash. Null for any other. */
const nameOf = ({ req: request, res }: Context<AppEnv>): string | null => {
  const cache = res.headers.get("cache-control") ?? "";
  if (cache !== "no-cache" && !cache.startsWith("public")) return null;
  const tag = res.headers.get("etag");
  if (tag !== null) return tag;
  // However the rest of the path is spelled.
  return cache.endsWith("immutable") ? decodeURIComponent(request.path).replace(/^.*\//, "") : null;
};

const isPackable = ({ req: request, res }: Context<AppEnv>): boolean =>
  request.method === "GET" &&
  res.status === 200 &&
  !res.headers.has("content-encoding") &&
  Number(res.headers.get("content-length") ?? least) >= least &&
  COMPRESSIBLE_CONTENT_TYPE_REGEX.test(res.headers.get("content-type") ?? "") &&
  /(?:^|,)\s*gzip\s*(?:,|$)/i.test(request.header("accept-encoding") ?? "");

/** Packs what never changes until the next build once, and not for each who asks. */
export const packedOnce = (): MiddlewareHandler<AppEnv> => {
  const kept = new Map<string, Promise<Buffer<ArrayBuffer>>>();
  return async (c, next) => {
    await next();
    const name = isPackable(c) ? nameOf(c) : null;
    if (name === null || (kept.size >= mostKept && !kept.has(name))) return;
    const { res } = c;
    const known = kept.get(name);
    if (known) await res.body?.cancel();
    const packing = known ?? res.arrayBuffer().then(pack);
    kept.set(name, packing);
    const packed = await packing.catch((error: unknown) => {
      kept.delete(name);
      throw error;
    });
    c.res = new Response(packed, res);
    c.header("content-encoding", "gzip");
    c.header("content-length", String(packed.length));
    c.header("vary", "Accept-Encoding", { append: true });
    const tag = res.headers.get("etag");
    if (tag?.startsWith('"')) c.header("etag", `W/${tag}`);
  };
};
