import type { Blobs } from "../platform/blobs.ts";
import { sha256 } from "../platform/digest.ts";

/** Copies the bytes under a key. Resolves with their SHA-256, or with null when there are none. */
export const copyBlob = async (from: Blobs, to: Blobs, key: string): Promise<string | null> => {
  const stream = await from.get(key);
  if (stream === null) return null;
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  await to.put(key, bytes);
  return sha256(bytes);
};
