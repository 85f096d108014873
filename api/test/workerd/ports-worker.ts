import type { Bucket } from "../../src/platform/blobs-r2.ts";
import { createR2Blobs } from "../../src/platform/blobs-r2.ts";

export { DurableHub } from "../../src/realtime/durable-hub.ts";

/** R2 behind HTTP, so that the contract of the blobs can try it from outside: the path is the key. */
export default {
  async fetch(request: Request, env: { readonly BLOBS: Bucket }): Promise<Response> {
    const blobs = createR2Blobs(env.BLOBS);
    const key = new URL(request.url).pathname.slice(1);
    if (request.method === "PUT") await blobs.put(key, new Uint8Array(await request.arrayBuffer()));
    if (request.method === "DELETE") await blobs.delete(key);
    const found = request.method === "GET" ? await blobs.get(key) : null;
    return new Response(found, { status: found === null ? 204 : 200 });
  },
};
