import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Blobs } from "../../src/platform/blobs.ts";

/** Blobs to be tried. */
export interface BlobsUnderTest {
  readonly blobs: Blobs;
  stop(): Promise<void>;
}

const bytesOf = (...bytes: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

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
      await it.blobs.put("att_1", every);
      expect(await read(it.blobs, "att_1")).toEqual(every);
      expect(await read(it.blobs, "att_1")).toEqual(every);
    });

    test("gives back many bytes as they were", async () => {
      const many = new Uint8Array(3 * 1024 * 1024).map((_, i) => i % 251);
      await it.blobs.put("att_many", many);
      expect(Buffer.compare((await read(it.blobs, "att_many")) ?? bytesOf(), many)).toBe(0);
    });

    test("keeps nothing of the array that it was given", async () => {
      const bytes = bytesOf(1, 2, 3);
      await it.blobs.put("att_1", bytes);
      bytes.fill(9);
      expect(await read(it.blobs, "att_1")).toEqual(bytesOf(1, 2, 3));
    });

    test("has nothing under a key that was never used, or was deleted", async () => {
      expect(await read(it.blobs, "att_none")).toBeNull();
      await it.blobs.put("att_1", bytesOf(1));
      await it.blobs.delete("att_1");
      expect(await read(it.blobs, "att_1")).toBeNull();
      await it.blobs.delete("att_1");
    });

    test("keeps blobs apart, and the last one that was put under a key", async () => {
      await Promise.all([it.blobs.put("att_1", bytesOf(1)), it.blobs.put("att_2", bytesOf(2))]);
      await it.blobs.put("att_1", bytesOf(3));
      expect(await read(it.blobs, "att_1")).toEqual(bytesOf(3));
      expect(await read(it.blobs, "att_2")).toEqual(bytesOf(2));
    });

    test("keeps a blob without bytes", async () => {
      await it.blobs.put("att_empty", bytesOf());
      expect(await read(it.blobs, "att_empty")).toEqual(bytesOf());
    });
  });
};
