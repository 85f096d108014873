import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Blobs } from "../../src/platform/blobs.ts";

/** Blobs to be tried. */
export interface BlobsUnderTest {
  readonly blobs: Blobs;
  stop(): Promise<void>;
}

const bytesOf = (...bytes: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

const streamOf = (...chunks: Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> => new Blob(chunks).stream();

const keep = (blobs: Blobs, key: string, bytes: Uint8Array<ArrayBuffer>, size: number | null = bytes.length) =>
  blobs.put(key, streamOf(bytes), size);

/** Bytes that break off. */
const broken = (...chunks: Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.error(new Error("the line is dead"));
    },
  });

const read = async (blobs: Blobs, key: string): Promise<Uint8Array | null> => {
  const stream = await blobs.get(key);
  return stream === null ? null : new Uint8Array(await new Response(stream).arrayBuffer());
};

/** What every store of blobs does. */
export const blobsContract = (name: string, start: () => Promise<BlobsUnderTest>): void => {
  describe(`the blobs: ${name}`, () => {
    let it: BlobsUnderTest;
    beforeEach(async () => {
      it = await start();
    });
    afterEach(() => it.stop());

    test("gives back what it was given, byte for byte", async () => {
      const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await keep(it.blobs, "att_1", every);
      expect(await read(it.blobs, "att_1")).toEqual(every);
      expect(await read(it.blobs, "att_1")).toEqual(every);
    });

    test.each(["is said", "nobody knows"])("gives back many bytes as they were, whose number %s", async (known) => {
      const many = new Uint8Array(3 * 1024 * 1024).map((_, i) => i % 251);
      await keep(it.blobs, "att_many", many, known === "is said" ? many.length : null);
      expect(Buffer.compare((await read(it.blobs, "att_many")) ?? bytesOf(), many)).toBe(0);
    });

    test("keeps nothing of what has more or fewer bytes than was said", async () => {
      for (const size of [0, 2, 4, 1_000_000]) {
        const chunks = streamOf(bytesOf(1, 2), bytesOf(3));
        await expect(it.blobs.put("att_1", chunks, size)).rejects.toBeInstanceOf(Error);
        expect(await read(it.blobs, "att_1")).toBeNull();
      }
    });

    test.each([200_000, null])("keeps nothing of what breaks off, when %s bytes were said", async (size) => {
      await expect(it.blobs.put("att_1", broken(new Uint8Array(100_000)), size)).rejects.toBeInstanceOf(Error);
      expect(await read(it.blobs, "att_1")).toBeNull();
    });

    test("has nothing under a key that was never used, or was deleted", async () => {
      expect(await read(it.blobs, "att_none")).toBeNull();
      await keep(it.blobs, "att_1", bytesOf(1));
      await it.blobs.delete("att_1");
      expect(await read(it.blobs, "att_1")).toBeNull();
      await it.blobs.delete("att_1");
    });

    test("keeps blobs apart, and the last one that was put under a key", async () => {
      await Promise.all([keep(it.blobs, "att_1", bytesOf(1)), keep(it.blobs, "att_2", bytesOf(2))]);
      await keep(it.blobs, "att_1", bytesOf(3));
      expect(await read(it.blobs, "att_1")).toEqual(bytesOf(3));
      expect(await read(it.blobs, "att_2")).toEqual(bytesOf(2));
    });

    test("keeps a blob without bytes", async () => {
      await keep(it.blobs, "att_empty", bytesOf());
      expect(await read(it.blobs, "att_empty")).toEqual(bytesOf());
    });
  });
};
