/** Where the bytes of files are kept. Keys are ids that Docket made: no path, no text of people. */
export interface Blobs {
  /** Whether bytes are held in memory as long as nobody knows how many come. */
  readonly needsLength: boolean;
  /**
   * Keeps bytes as they come; once it resolves they survive a crash. `size` is how many come, null where nobody knows: then
   * they may be held in memory. When the stream fails, or brings more or less than that, nothing is kept.
   */
  put(key: string, bytes: ReadableStream<Uint8Array>, size: number | null): Promise<void>;
  /** The bytes, or null when there are none under this key. */
  get(key: string): Promise<ReadableStream<Uint8Array> | null>;
  /** Forgets the bytes; does nothing when there are none. */
  delete(key: string): Promise<void>;
}
