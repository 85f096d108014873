import { LibsqlError } from "@libsql/client";
import type { Ms } from "@docket/core/time";
import { minute, second } from "@docket/core/time";
import type { Blobs } from "../platform/blobs.ts";
import type { Logger } from "../platform/logger.ts";
import { DrizzleQueryError, sql } from "drizzle-orm";
import type { Clock } from "../services.ts";
import type { Db } from "./client.ts";
import { FilesUnavailable, isUnavailable } from "./client.ts";
import { rateCounters } from "./schema/events.ts";

interface Fault {
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
const fileFaults: Readonly<Record<string, Fault>> = {
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

/** Where the disk may be at fault. */
type Place = "database" | "files";

/** What the log says when it is not any more. */
const saved: Readonly<Record<Place, string>> = {
  database: "the database is written to again",
  files: "files are kept again",
};

/** How long a database counts as damaged after it was seen to be. */
const damageLasts = 5 * minute;
/** How long it may give no answer before that is an error. */
const patience = 10 * second;
/** How old an answer may be that is given to whoever asks whether the database works. */
const freshness = second;

/** Writes something small, to find out whether that works again. */
const probe = async (db: Db, now: Ms): Promise<void> => {
  await db.write(
    db.orm
      .insert(rateCounters)
      .values({ key: "ready", windowEnd: now + minute, count: 1 })
      .onConflictDoUpdate({ target: rateCounters.key, set: { windowEnd: now + minute } }),
  );
};

const probeKey = "probe_ready";

/** The same with a file. */
const probeFiles = async (blobs: Blobs): Promise<void> => {
  await blobs.put(probeKey, new Blob(["1"]).stream(), 1);
  await blobs.delete(probeKey);
};

/** Whether the file of an open database is still the one at its path. */
export type InPlace = () => boolean;

/** Throws when the file of the database is gone from its place: what were written to it would be lost. */
const checkPlace = (isInPlace: InPlace): void => {
  if (!isInPlace()) throw new LibsqlError(moved.sentence, movedCode);
};

/** What is known of how a database does. */
class Watch {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #said = new Map<string, Ms>();
  /** What the log says is at fault, until it says that it works again. */
  readonly #open = new Map<Place, string>();
  /** What of the two takes nothing, and how to find out whether it does again. */
  readonly #failing = new Map<Place, () => Promise<void>>();
  /** What shows without writing anything that a place is there. */
  readonly #looks: (() => Promise<void>)[] = [];
  #damagedUntil: Ms = 0;
  /** Since when the database gave no answer at all. */
  #silentSince: Ms | null = null;
  /** What the log says of that, until it says that it is over. */
  #silent: string | null = null;
  #looked: { readonly at: Ms; readonly isReady: Promise<boolean> } | null = null;

  constructor({ log, clock }: { readonly log: Logger; readonly clock: Clock }) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Has whoever asks whether the desk is ready wait for this, too. */
  lookAt(look: () => Promise<void>): void {
    this.#looks.push(look);
  }

  /** The database did as it was told, whatever that was. */
  answered(): void {
    this.#silentSince = null;
    if (this.#silent === null) return;
    this.#log.info("the database answers again", { code: this.#silent });
    this.#silent = null;
  }

  wrote(what: Place): void {
    this.#failing.delete(what);
    const code = this.#open.get(what);
    if (code === undefined) return;
    this.#open.delete(what);
    this.#log.info(saved[what], { code });
  }

  /** A statement failed; `probe`, of one that writes, writes something small. */
  failed(error: unknown, probe: (() => Promise<void>) | null): void {
    if (!isUnavailable(error)) return;
    const fault = faultOf(error);
    if (fault?.isDamage) this.#damagedUntil = this.#clock.now() + damageLasts;
    else if (fault && probe) this.#failing.set("database", probe);
    const code = error instanceof LibsqlError ? error.code : (error as Error).message;
    if (fault === null) return this.#gotNoAnswer(code, error as Error);
    if (this.#tell(code, fault.sentence) && probe) this.#open.set("database", code);
  }

  /** A moment of that happens, and passes: it takes a person once it lasts. */
  #gotNoAnswer(code: string, { message }: Error): void {
    const now = this.#clock.now();
    this.#silentSince ??= now;
    const lasts = now - this.#silentSince >= patience;
    if (!this.#isNews(lasts ? "silent" : code)) return;
    this.#silent = code;
    const more = { code, reason: message };
    if (lasts) this.#log.error("the database has not answered for a while", more);
    else this.#log.warn("the database does not answer", more);
  }

  /** A file could not be kept, read or removed. */
  lostFile(code: string, fault: Fault, probe: () => Promise<void>): void {
    this.#failing.set("files", probe);
    if (this.#tell(code, fault.sentence)) this.#open.set("files", code);
  }

  /** Once a minute for each code, since a thousand requests may meet the same. */
  #isNews(code: string): boolean {
    const now = this.#clock.now();
    if ((this.#said.get(code) ?? -minute) + minute > now) return false;
    this.#said.set(code, now);
    return true;
  }

  /** Says whether it was said now. */
  #tell(code: string, sentence: string): boolean {
    const isNews = this.#isNews(code);
    if (isNews) this.#log.error(sentence, { code });
    return isNews;
  }

  isReady(db: Db): Promise<boolean> {
    const now = this.#clock.now();
    if (this.#looked === null || this.#looked.at + freshness <= now) {
      this.#looked = { at: now, isReady: this.#look(db, now) };
    }
    return this.#looked.isReady;
  }

  async #look(db: Db, now: Ms): Promise<boolean> {
    try {
      await db.read(
        db.orm
          .select({ one: sql`1` })
          .from(rateCounters)
          .limit(1),
      );
      for (const look of this.#looks) await look();
      for (const probe of this.#failing.values()) await probe();
      return this.#damagedUntil <= now;
    } catch (error) {
      if (isUnavailable(error)) return false;
      throw error;
    }
  }
}

const watches = new WeakMap<Db, Watch>();

/**
 * The same database, whose failures are in the log: faults of the disk as errors, all others as warnings until they last. It
 * takes nothing while its file is not in place.
 */
export const watchDb = (
  db: Db,
  services: { readonly log: Logger; readonly clock: Clock },
  isInPlace: InPlace = () => true,
): Db => {
  const watch = new Watch(services);
  const told = async <T>(mode: "read" | "write", run: () => Promise<T>): Promise<T> => {
    try {
      if (mode === "write") checkPlace(isInPlace);
      const answers = await run();
      watch.answered();
      if (mode === "write") watch.wrote("database");
      return answers;
    } catch (error) {
      watch.failed(error, mode === "write" ? () => probe(same, services.clock.now()) : null);
      throw error;
    }
  };
  const same: Db = {
    orm: db.orm,
    read: (...queries) => told("read", () => db.read(...queries)),
    write: (...queries) => told("write", () => db.write(...queries)),
  };
  watch.lookAt(async () => {
    if (!isInPlace()) await probe(same, services.clock.now());
  });
  watches.set(same, watch);
  return same;
};

/**
 * The same place of files, whose failures are told with those of a watched database. Throws `FilesUnavailable` where the disk
 * is at fault.
 */
export const watchBlobs = (blobs: Blobs, db: Db): Blobs => {
  const watch = watches.get(db);
  const told = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      const fault = fileFaults[code];
      if (fault === undefined) throw error;
      const lost = new FilesUnavailable(fault.sentence, { cause: error });
      watch?.lostFile(code, fault, () => probeFiles(same));
      throw lost;
    }
  };
  const same: Blobs = {
    needsLength: blobs.needsLength,
    async put(key, bytes, size) {
      await told(() => blobs.put(key, bytes, size));
      watch?.wrote("files");
    },
    get: (key) => told(() => blobs.get(key)),
    delete: (key) => told(() => blobs.delete(key)),
  };
  watch?.lookAt(async () => {
    await (await same.get(probeKey))?.cancel();
  });
  return same;
};

/** Whether a watched database does its work, looked up once a second however often that is asked. */
export const isReady = async (db: Db): Promise<boolean> => watches.get(db)?.isReady(db) ?? true;
