import { existsSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Id } from "@docket/core/ids";
import { faultOf } from "../db/faults.ts";
import type { Snapshot } from "../db/snapshot.ts";
import { forgetFiles, takeSnapshot } from "../db/snapshot.ts";
import { createDiskBlobs } from "../platform/blobs-disk.ts";
import { syncToDisk } from "../platform/sync-to-disk.ts";
import { BackupError } from "./backup-error.ts";
import { copyBlob } from "./copy-blob.ts";
import type { Manifest } from "./manifest.ts";
import { placeIn, sumOf, writeManifest } from "./manifest.ts";
import type { Place } from "./place.ts";

/** A backup that was made. */
interface Backup {
  readonly manifest: Manifest;
  /** Files of tickets whose bytes the desk itself had lost before. */
  readonly lost: readonly Id<"attachment">[];
}

const checkPlaces = (desk: Place, folder: string): void => {
  if (existsSync(folder)) throw new BackupError(`${folder} already exists: a backup goes into a new folder.`);
  if (!existsSync(dirname(folder))) throw new BackupError(`There is no folder ${dirname(folder)}.`);
  if (!existsSync(desk.database)) {
    throw new BackupError(
      `There is no desk to save: ${desk.database} is not there. DATA_DIR, in the environment or in a .env file of this folder, says where to look.`,
    );
  }
};

const copyDatabase = async (from: string, to: string): Promise<Snapshot> => {
  try {
    return await takeSnapshot(from, to);
  } catch (error) {
    // Of a disk that is full this says nothing: it is where the copy goes.
    const fault = faultOf(error);
    if (fault?.passes) throw error;
    const why = fault?.sentence ?? (error instanceof Error ? error.message : String(error));
    throw new BackupError(`${from} cannot be saved: ${why}.`);
  }
};

const copyFiles = async (from: string, to: string, ids: readonly Id<"attachment">[]): Promise<Map<string, string>> => {
  const [source, target] = [createDiskBlobs(from), createDiskBlobs(to)];
  const sums = new Map<string, string>();
  for (const id of ids) {
    const sum = await copyBlob(source, target, id);
    if (sum !== null) sums.set(id, sum);
  }
  return sums;
};

/**
 * The database comes first: the bytes of a file are kept before its row is written, so that whatever the copy names is
 * there. Only a file that nobody used may be cleared away in between; then the copy forgets it as well.
 */
const fill = async (folder: string, desk: Place): Promise<Backup> => {
  const createdAt = new Date().toISOString();
  const copy = placeIn(folder);
  const { migration, files } = await copyDatabase(desk.database, copy.database);
  const sums = await copyFiles(
    desk.files,
    copy.files,
    files.map(({ id }) => id),
  );
  const missing = files.filter(({ id }) => !sums.has(id));
  const unused = missing.filter(({ linked }) => !linked).map(({ id }) => id);
  if (unused.length > 0) await forgetFiles(copy.database, unused);
  // SQLite does not wait until the copy is on the disk (https://www.sqlite.org/lang_vacuum.html).
  await syncToDisk(copy.database);
  const database = await sumOf(copy.database);
  const manifest: Manifest = { format: 1, createdAt, migration, database, files: Object.fromEntries(sums) };
  await writeManifest(folder, manifest);
  await syncToDisk(folder);
  return { manifest, lost: missing.filter(({ linked }) => linked).map(({ id }) => id) };
};

/**
 * Saves a desk into a new folder, while it runs or not. The folder is there with everything in it, or not at all.
 * Throws `BackupError`.
 */
export const backUp = async (desk: Place, folder: string): Promise<Backup> => {
  checkPlaces(desk, folder);
  const unfinished = await mkdtemp(`${folder}.part-`);
  try {
    const backup = await fill(unfinished, desk);
    await rename(unfinished, folder);
    await syncToDisk(dirname(folder));
    return backup;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
};
