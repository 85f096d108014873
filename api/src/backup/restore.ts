import { existsSync } from "node:fs";
import { chmod, copyFile, lchown, link, lstat, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { refuseNewer } from "../db/migrate.ts";
import { createDiskBlobs } from "../platform/blobs-disk.ts";
import { syncToDisk } from "../platform/sync-to-disk.ts";
import { BackupError } from "./backup-error.ts";
import { copyBlob } from "./copy-blob.ts";
import type { Manifest } from "./manifest.ts";
import { placeIn, readManifest, sumOf } from "./manifest.ts";
import type { Place } from "./place.ts";

const isEmpty = async (folder: string): Promise<boolean> => !existsSync(folder) || (await readdir(folder)).length === 0;

/** What SQLite keeps beside a database belongs to that one, and would spoil another. */
const checkFree = async ({ database, files }: Place): Promise<void> => {
  const taken = ["", "-wal", "-shm", "-journal"].map((end) => `${database}${end}`).find(existsSync);
  const found = taken ?? ((await isEmpty(files)) ? null : files);
  if (found === null) return;
  throw new BackupError(`There is a desk already: ${found} is there. Stop it and move what it has out of the way.`);
};

const checkSum = (folder: string, what: string, sum: string | null, expected: string): void => {
  if (sum !== expected) {
    throw new BackupError(`${folder} is damaged: ${what} is ${sum === null ? "missing" : "not what was saved"}.`);
  }
};

const copyAll = async (folder: string, manifest: Manifest, to: Place): Promise<void> => {
  const from = placeIn(folder);
  const isThere = existsSync(from.database);
  if (isThere) {
    await copyFile(from.database, to.database);
    // A copy may be read by whoever may read what it is of.
    await chmod(to.database, 0o600);
  }
  checkSum(folder, "the database", isThere ? await sumOf(to.database) : null, manifest.database);
  await syncToDisk(to.database);
  const [source, target] = [createDiskBlobs(from.files), createDiskBlobs(to.files)];
  for (const [id, sum] of Object.entries(manifest.files)) {
    checkSum(folder, `the file ${id}`, await copyBlob(source, target, id), sum);
  }
};

/** Gives something to whoever has the folder that it goes into: root restores for the user of the desk. */
const giveToOwner = async (copy: string, path: string): Promise<void> => {
  const { uid, gid } = await stat(dirname(path));
  if (process.getuid?.() !== 0 || uid === 0) return;
  const inside = (await lstat(copy)).isDirectory() ? await readdir(copy) : [];
  for (const one of [copy, ...inside.map((name) => join(copy, name))]) await lchown(one, uid, gid);
};

/** The database comes last: where it is, the desk is whole. Both fail when there is something by now. */
const putInPlace = async (copy: Place, desk: Place): Promise<void> => {
  await rename(copy.files, desk.files);
  try {
    await link(copy.database, desk.database);
  } catch (error) {
    await rename(desk.files, copy.files);
    throw error;
  }
};

/** Makes the desk that was saved in this folder anew, where none is. When it throws, nothing is there. */
export const restore = async (folder: string, desk: Place): Promise<Manifest> => {
  const manifest = await readManifest(folder);
  refuseNewer(folder, manifest.migration);
  await checkFree(desk);
  for (const path of [desk.database, desk.files]) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const mark = `.part-${crypto.randomUUID()}`;
  const copy = { database: `${desk.database}${mark}`, files: `${desk.files}${mark}` };
  try {
    await copyAll(folder, manifest, copy);
    if (existsSync(copy.database)) await giveToOwner(copy.database, desk.database);
    await giveToOwner(copy.files, desk.files);
    await putInPlace(copy, desk);
  } finally {
    await rm(copy.database, { force: true });
    await rm(copy.files, { recursive: true, force: true });
  }
  for (const path of [desk.database, desk.files]) await syncToDisk(dirname(path));
  return manifest;
};
