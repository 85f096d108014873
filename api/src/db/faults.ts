import { LibsqlError } from "@libsql/client";
import { DrizzleQueryError } from "drizzle-orm";
import { FilesUnavailable } from "./client.ts";

/** A fault of the disk or of a file on it. */
export interface Fault {
  /** What whoever runs the desk has to know. */
  readonly sentence: string;
  /** It does not get well by itself, and what is still written may be lost. */
  readonly isDamage: boolean;
  /** A desk that starts may wait for its end: nobody has to change a setting. */
  readonly passes: boolean;
}

const trouble = (sentence: string): Fault => ({ sentence, isDamage: false, passes: false });
const damaged: Fault = { ...trouble("the database file is damaged: bring back a backup"), isDamage: true };
const full: Fault = { ...trouble("the disk is full: nothing is saved until there is room"), passes: true };
const broken = trouble("the disk does not read or write as it should");
/** Where the database was opened there is another file by now, or none: SQLite would go on to write to the one it opened. */
const moved = trouble(
  "the database file is not where it was opened: it was moved or removed. Bring it back, or stop the desk and look",
);

/** SQLite's own name for it, which it looks up in no database with a write-ahead log. */
const movedCode = "SQLITE_READONLY_DBMOVED";

/** What a database at whose place its file is not any more takes is refused with. */
export const movedError = (): LibsqlError => new LibsqlError(moved.sentence, movedCode);

/** Faults of the disk, by SQLite's number and the first words of its name. */
const faults: readonly (readonly [number: number, name: string, fault: Fault])[] = [
  [13, "SQLITE_FULL", full],
  [11, "SQLITE_CORRUPT", damaged],
  [26, "SQLITE_NOTADB", damaged],
  [10, "SQLITE_IOERR", broken],
  [1032, movedCode, moved],
  [8, "SQLITE_READONLY", trouble("the database can only be read: its folder or its disk is read-only")],
  [
    14,
    "SQLITE_CANTOPEN",
    trouble("the database file cannot be opened: it is not a file, or this user may not write there"),
  ],
];

const noRoom: Fault = { ...trouble("the disk is full: files are not taken until there is room"), passes: true };
const noFolder = trouble("files cannot be kept: their folder was moved or removed");
const noHandle = trouble("files cannot be kept: too many are open, see the limit of open files of the system");
const noRight = trouble("files cannot be kept: this user may not write to their folder");

/** Faults of the disk where files are kept, by the system's name. */
const fileFaults: Readonly<Record<string, Fault | undefined>> = {
  ENOSPC: noRoom,
  EDQUOT: noRoom,
  EIO: broken,
  ESTALE: broken,
  ENODEV: broken,
  ENXIO: broken,
  ENOENT: noFolder,
  ENOTDIR: noFolder,
  EMFILE: noHandle,
  ENFILE: noHandle,
  EROFS: trouble("files cannot be kept: their folder or its disk is read-only"),
  EACCES: noRight,
  EPERM: noRight,
};

/** What is wrong with the place of files when the system refused with such an error; null when it is something else. */
export const fileFaultOf = (error: unknown): { readonly code: string; readonly fault: Fault } | null => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const fault = fileFaults[code];
  return fault === undefined ? null : { code, fault };
};

/** What is wrong with the disk or the file when a statement failed so; null when it is something else. */
export const faultOf = (error: unknown): Fault | null => {
  if (error instanceof DrizzleQueryError) return faultOf(error.cause);
  if (!(error instanceof Error)) return null;
  const code = error instanceof LibsqlError ? error.code : "";
  // That a file cannot even be opened is thrown with SQLite's number in the text.
  const number = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(error.message)?.[1];
  return faults.find(([its, name]) => code.startsWith(name) || Number(number) === its)?.[2] ?? null;
};

/** Whether the disk took or gave nothing, of the database or of the files. */
export const isDiskFault = (error: unknown): boolean => error instanceof FilesUnavailable || faultOf(error) !== null;
