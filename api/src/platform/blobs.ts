/** Where the bytes of files are kept. Keys are ids that Docket made: no path, no text of people. */
export interface Blobs {
  /** Keeps the bytes; once it resolves they survive a crash. */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The bytes, or null when there are none under this key. */
  get(key: string): Promise<ReadableStream<Uint8Array> | null>;
  /** Forgets the bytes; does nothing when there are none. */
  delete(key: string): Promise<void>;
}
