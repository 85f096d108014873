import type { Blobs } from "./blobs.ts";

/** What is used of an R2 bucket. */
export interface Bucket {
  put(key: string, bytes: ReadableStream<Uint8Array> | ArrayBuffer): Promise<unknown>;
  get(key: string): Promise<{ readonly body: ReadableStream<Uint8Array> } | null>;
  delete(key: string): Promise<void>;
}

/** Fails when other than so many bytes go through. Only Workers have it. */
declare const FixedLengthStream: new (length: number) => TransformStream<Uint8Array, Uint8Array>;

/** R2 takes a stream only when it says itself how long it is. */
const putStream = async (
  bucket: Bucket,
  key: string,
  bytes: ReadableStream<Uint8Array>,
  size: number,
): Promise<void> => {
  const { readable, writable } = new FixedLengthStream(size);
  try {
    await Promise.all([bucket.put(key, readable), bytes.pipeTo(writable)]);
  } catch (error) {
    // Of what was too long R2 may have the beginning.
    await bucket.delete(key);
    throw error;
  }
};

/** Keeps each blob as an object of this bucket. */
export const createR2Blobs = (bucket: Bucket): Blobs => ({
  needsLength: true,
  async put(key, bytes, size) {
    if (size === null) await bucket.put(key, await new Response(bytes).arrayBuffer());
    else await putStream(bucket, key, bytes, size);
  },
  async get(key) {
    const found = await bucket.get(key);
    return found?.body ?? null;
  },
  delete: (key) => bucket.delete(key),
});
