import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "../context.ts";
import { packedOnce } from "./packed-once.ts";

const text = "the same for everybody, until the next build. ".repeat(100);

/** Answers with these headers; `times` says how often somebody read what it had to say. */
const serve = (headers: Readonly<Record<string, string>>) => {
  let times = 0;
  const app = new Hono<AppEnv>().use(packedOnce()).get("*", () => {
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      times++;
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    return new Response(body, { headers: { "content-type": "text/html; charset=utf-8", ...headers } });
  });
  const ask = (path: string, encoding = "gzip, br") => app.request(path, { headers: { "accept-encoding": encoding } });
  return { ask, times: () => times };
};

test.each([
  ["what has a tag", { "cache-control": "no-cache", etag: '"tag"' }, ["/", "/tickets/1", "/"]],
  ["a name with a hash", { "cache-control": "public, immutable" }, ["/assets/a-1.js", "/assets/%61-1.js", "//a-1.js"]],
])("%s is packed once", async (_, headers, paths) => {
  const { ask, times } = serve(headers);
  for (const path of paths) {
    const answer = await ask(path);
    expect([answer.headers.get("content-encoding"), answer.headers.get("vary")]).toEqual(["gzip", "Accept-Encoding"]);
    expect(gunzipSync(await answer.arrayBuffer()).toString()).toBe(text);
  }
  expect(times()).toBe(1);
});

test("nothing is packed that is for one reader, or for whoever takes it as it is", async () => {
  const own = serve({ "cache-control": "private, no-cache", etag: '"tag"' });
  const plain = serve({ "cache-control": "no-cache", etag: '"tag"' });
  const answers = [await own.ask("/"), await plain.ask("/", "identity"), await plain.ask("/", "gzip;q=0")];
  for (const answer of answers) {
    expect(answer.headers.get("content-encoding")).toBeNull();
    expect(await answer.text()).toBe(text);
  }
});
