import { statSync } from "node:fs";
import type { InPlace } from "../db/watch.ts";

/** What the system calls a file, wherever it is; null where there is none. */
const identityOf = (path: string): string | null => {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
};

/** Whether the file that is at this path now still is there, whenever that is asked. It takes a few microseconds. */
export const stays = (path: string): InPlace => {
  const opened = identityOf(path);
  return () => identityOf(path) === opened;
};
