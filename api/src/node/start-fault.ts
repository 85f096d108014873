import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ConfigError } from "../config.ts";
import { faultOf } from "../db/faults.ts";
import type { NodeSettings } from "./settings.ts";

/** What the system says of files, in words. */
const words: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "its disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "this user's share of the disk is full",
  ENOTDIR: "a file is in the way of the folder",
  EEXIST: "a file is in the way of the folder",
  ENOENT: "no folder can be made there",
  EIO: "the disk does not read or write as it should",
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** What is wrong with the disk, the folder or the file, in words; null when it is something else. */
export const startFault = (error: unknown): string | null => faultOf(error)?.sentence ?? words[codeOf(error)] ?? null;

/** A text without addresses: somebody may have put a password or a token into theirs. */
const withoutAddresses = (text: string): string => text.replace(/\b(?:libsql|https?|wss?):\S*/gi, "the address");

/** What a setting names must be there to be used; if not, the setting is wrong. */
export const use = async <T>(setting: keyof NodeSettings, open: () => Promise<T>): Promise<T> => {
  try {
    return await open();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const why = startFault(error) ?? withoutAddresses(error instanceof Error ? error.message : String(error));
    throw new ConfigError(`${setting} cannot be used: ${why}.`);
  }
};

/**
 * Makes a folder and those above it, for nobody else on this machine. Node's own way never ends where the system says that
 * something is missing which is there, as in /proc.
 */
export const makeFolder = async (path: string): Promise<void> => {
  const make = () =>
    mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
      if (codeOf(error) !== "EEXIST" || !(await isFolder(path))) throw error;
    });
  try {
    await make();
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== "ENOENT" || (await isFolder(above))) throw error;
    await makeFolder(above);
    await make();
  }
};

const isFolder = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
};
