import { mkdirSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Blobs } from "./blobs.ts";
import { syncToDisk } from "./sync-to-disk.ts";

const keyPattern = /^[a-z]+_[0-9a-z]+$/;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** Keeps each blob as a file of this folder, which is made when it is not there. */
export const createDiskBlobs = (folder: string): Blobs => {
  mkdirSync(folder, { recursive: true });
  const pathOf = (key: string): string => {
    if (!keyPattern.test(key)) throw new Error("a key of a blob must be an id");
    return join(folder, key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const unfinished = `${path}.${crypto.randomUUID()}.part`;
      try {
        const handle = await open(unfinished, "wx");
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      // A rename survives a crash only when the folder was written, too.
      await syncToDisk(folder);
    },

    async get(key) {
      try {
        const handle = await open(pathOf(key), "r");
        return Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
  };
};
