import type { Blobs } from "../platform/blobs.ts";
import { FlowingDigest, seenBy } from "../platform/digest.ts";

/** Copies the bytes under a key. Resolves with their SHA-256, or with null when there are none. */
export const copyBlob = async (from: Blobs, to: Blobs, key: string): Promise<string | null> => {
  const stream = await from.get(key);
  if (stream === null) return null;
  const digest = new FlowingDigest();
  await to.put(
    key,
    seenBy(stream, (chunk) => digest.add(chunk)),
    null,
  );
  return digest.end();
};
