import type { Blobs } from "../src/platform/blobs.ts";

/** Keeps bytes in memory. */
export class MemoryBlobs implements Blobs {
  readonly needsLength = true;
  readonly bytes = new Map<string, Uint8Array<ArrayBuffer>>();

  async put(key: string, stream: ReadableStream<Uint8Array>, size: number | null): Promise<void> {
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    if (size !== null && bytes.length !== size) throw new Error(`${size} bytes are ${bytes.length}`);
    this.bytes.set(key, bytes);
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
