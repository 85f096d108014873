import type { Blobs } from "./blobs.ts";

/** What is used of an R2 bucket. */
export interface Bucket {
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<unknown>;
  get(key: string): Promise<{ readonly body: ReadableStream<Uint8Array> } | null>;
  delete(key: string): Promise<void>;
}

/** Keeps each blob as an object of this bucket. */
export const createR2Blobs = (bucket: Bucket): Blobs => ({
  async put(key, bytes) {
    await bucket.put(key, bytes);
  },
  async get(key) {
    const found = await bucket.get(key);
    return found?.body ?? null;
  },
  delete: (key) => bucket.delete(key),
});
