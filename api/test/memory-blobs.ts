import type { Blobs } from "../src/platform/blobs.ts";

/** Keeps bytes in memory. */
export class MemoryBlobs implements Blobs {
  readonly bytes = new Map<string, Uint8Array<ArrayBuffer>>();

  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.bytes.set(key, bytes.slice());
    return Promise.resolve();
  }

  get(key: string): Promise<ReadableStream<Uint8Array> | null> {
    const bytes = this.bytes.get(key);
    return Promise.resolve(bytes ? new Blob([bytes]).stream() : null);
  }

  delete(key: string): Promise<void> {
    this.bytes.delete(key);
    return Promise.resolve();
  }
}
