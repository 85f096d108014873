import { open } from "node:fs/promises";

/** Waits until a file, or the list of what is in a folder, is on the disk and survives a crash. */
export const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
