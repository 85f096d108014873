import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { idPattern } from "@docket/core/ids";
import { z } from "zod";
import { BackupError } from "./backup-error.ts";
import type { Place } from "./place.ts";

const sum = z.string().regex(/^[0-9a-f]{64}$/);

const manifest = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  migration: z.number().int(),
  database: sum,
  files: z.record(z.string().regex(idPattern("attachment")), sum),
});

/** What a backup holds: the SHA-256 of its database and of each file, and which migration the database went through last. */
export type Manifest = z.output<typeof manifest>;

const pathOf = (folder: string): string => join(folder, "manifest.json");

/** Where the backup in this folder keeps what it has. */
export const placeIn = (folder: string): Place => ({
  database: join(folder, "docket.db"),
  files: join(folder, "files"),
});

/** The SHA-256 of a file, in hexadecimal. */
export const sumOf = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
};

/** Writes down what a backup holds. */
export const writeManifest = (folder: string, content: Manifest): Promise<void> =>
  writeFile(pathOf(folder), `${JSON.stringify(content, null, 2)}\n`, { flush: true });

const parse = (text: string): Manifest | null => {
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

/** What the backup in this folder holds. Throws `BackupError` when the folder is none. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const text = await readFile(pathOf(folder), "utf8").catch(() => {
    throw new BackupError(`${folder} is not a backup: there is no manifest.json that can be read.`);
  });
  const content = parse(text);
  if (content === null) throw new BackupError(`${folder} is damaged: its manifest.json is not one of a backup.`);
  return content;
};
