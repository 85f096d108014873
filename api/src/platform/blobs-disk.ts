import { mkdirSync } from "node:fs";
import { access, open, opendir, rename, rm, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Ms } from "@docket/core/time";
import type { Blobs } from "./blobs.ts";
import { syncToDisk } from "./sync-to-disk.ts";

const keyPattern = /^[a-z]+_[0-9a-z]+$/;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** What is on its way into a file has this at the end of its name. */
const unfinished = ".part";

/** The bytes as they come. Throws when in the end there are others than so many. */
const exactly = async function* (bytes: ReadableStream<Uint8Array>, size: number | null): AsyncGenerator<Uint8Array> {
  let came = 0;
  for await (const chunk of bytes) {
    came += chunk.length;
    if (size !== null && came > size) break;
    yield chunk;
  }
  if (size !== null && came !== size) throw new Error(`a blob of ${size} bytes has ${came > size ? "more" : came}`);
};

/** When somebody wrote to a file; null when it is not there any more, as it is finished. */
const lastTouched = async (path: string): Promise<Ms | null> => {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** Removes what a process that died was writing. What was touched since `before` may still be written by another one. */
export const removeUnfinished = async (folder: string, before: Ms): Promise<void> => {
  for await (const { name } of await opendir(folder)) {
    if (!name.endsWith(unfinished)) continue;
    const path = join(folder, name);
    const touched = await lastTouched(path);
    if (touched !== null && touched < before) await rm(path, { force: true });
  }
};

/** Keeps each blob as a file of this folder, which is made when it is not there. */
export const createDiskBlobs = (folder: string): Blobs => {
  mkdirSync(folder, { recursive: true });
  const pathOf = (key: string): string => {
    if (!keyPattern.test(key)) throw new Error("a key of a blob must be an id");
    return join(folder, key);
  };
  /** Passes on what is wrong, unless it is that there is no such file; where the folder itself is gone nobody knows that. */
  const allowMissing = async (error: unknown): Promise<void> => {
    if (!isMissing(error)) throw error;
    await access(folder);
  };
  return {
    needsLength: false,
    async put(key, bytes, size) {
      const path = pathOf(key);
      const part = `${path}.${crypto.randomUUID()}${unfinished}`;
      try {
        const handle = await open(part, "wx");
        try {
          await handle.writeFile(exactly(bytes, size));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true });
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
        await allowMissing(error);
        return null;
      }
    },

    async delete(key) {
      await unlink(pathOf(key)).catch(allowMissing);
    },
  };
};
